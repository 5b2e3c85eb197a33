// What is looked at on every HTML page, whichever way it was made: that a validator
// takes it, that nobody is shut out of it, that it fits a telephone.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// A telephone held upright, and a screen, in CSS pixels.
export const NARROW = { width: 400, height: 800 };
export const WIDE = { width: 1200, height: 900 };
// What says the same again and again is looked at for accessibility so many times.
const REPEATED = "tr, li, .claim";
const MANY = 40;
// Names and quotes keep their spelling, which need not be the one for the web.
const SPELLING = /Normalization Form C|composing character|Private Use/;

/** What requires the npm packages of a folder. */
export function packagesOf(folder) {
  return createRequire(join(resolve(folder), "package.json"));
}

/** The beginning of a text, with no character cut in two. */
export function short(text) {
  return [...text].slice(0, 400).join("");
}

/** The Nu HTML checker on files in one go; a warning counts. `say(file, problem)`. */
export function validate(packages, files, say) {
  if (files.length === 0) return;
  const run = spawnSync("java", ["-Xss2m", "-jar", packages("vnu-jar"), "--format", "json", "--exit-zero-always", ...files], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.error) throw run.error;
  const { messages } = JSON.parse(run.stderr);
  for (const { url, type, subType, lastLine, message, extract } of messages) {
    if ((type === "info" && subType !== "warning") || SPELLING.test(message)) continue;
    const file = files.find((file) => pathToFileURL(resolve(file)).href === url.replace(/^file:\/*/, "file:///"));
    const words = `not valid HTML, line ${lastLine}: ${message} (${extract ?? ""})`;
    if (file) say(file, words);
    else throw new Error(`the validator: ${words}`);
  }
}

/** Nothing on an open page is wrong for axe-core, in light and dark. Takes repetitions out of it. */
export async function accessible(packages, page, say) {
  const axe = readFileSync(packages.resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(
    ({ repeated, many }) => {
      for (const one of document.querySelectorAll(repeated)) {
        if ([...one.parentElement.children].indexOf(one) >= many) one.remove();
      }
    },
    { repeated: REPEATED, many: MANY },
  );
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    // In the dark the same is there in other colours.
    const rules = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
    const { violations } = await page.evaluate((rules) =>
      globalThis.axe.run(document, { resultTypes: ["violations"], ...rules }).then(({ violations }) => ({
        violations: violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(" … ")} (${nodes.length})`),
      })),
      rules,
    );
    violations.forEach((violation) => say(`not accessible (${colorScheme}): ${violation}`));
  }
}

/** An open page is no wider than a telephone. */
export async function narrow(page, say) {
  await page.setViewportSize(NARROW);
  const wide = await page.evaluate((screen) => {
    if (document.documentElement.scrollWidth <= screen) return [];
    // A single character can be wider than the screen; nothing breaks that.
    const ends = [...document.querySelectorAll("body *")].filter(
      (element) => element.children.length === 0 && element.getBoundingClientRect().right > screen && [...element.textContent.trim()].length !== 1,
    );
    return ends.filter((element) => !element.closest(".scroll")).map((element) => element.outerHTML);
  }, NARROW.width);
  if (wide.length > 0) say(`wider than a screen of ${NARROW.width} pixels: ${wide.slice(0, 3).join(" … ")}`);
}
