// Chromium without a window, for the tests that open pages in it.

import { spawnSync } from "node:child_process";

/** Starts it; `packages` requires from the folder with the npm packages. */
export function launch(packages) {
  const { chromium } = packages("playwright-core");
  return chromium.launch({
    executablePath: executable(),
    args: ["--disable-dev-shm-usage", "--disable-gpu"],
    // Root has no sandbox; what is opened comes from the program under test.
    chromiumSandbox: false,
  });
}

function executable() {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const run = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
    if (run.status === 0) return run.stdout.trim();
  }
  throw new Error("no Chromium (Debian: apt-get install chromium)");
}
