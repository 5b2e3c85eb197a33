// Which browser the tests open pages and pictures in.

import { spawnSync } from "node:child_process";

/** The Chromium of this machine. */
export function executable() {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const run = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
    if (run.status === 0) return run.stdout.trim();
  }
  throw new Error("no Chromium (Debian: apt-get install chromium)");
}
