// Looks at HTML pages as a browser, a printer and a validator see them.
//
// Takes on standard input `{"pages": [FILE, …], "inert": [FILE, …]}`, as
// arguments the folder with the npm packages. Gives on standard output, for each
// page, what is wrong with it: `{FILE: ["…", …]}`. Pages are opened as files in
// one headless Chromium that is spoken to over a pipe and gets nothing else.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";


const packages = createRequire(join(resolve(process.argv[2]), "package.json"));
const axe = readFileSync(packages.resolve("axe-core/axe.min.js"), "utf8");
const vnu = packages("vnu-jar");

// A telephone held upright, and a sheet of A4 without its margins, in CSS pixels.
const NARROW = { width: 400, height: 800 };
const WIDE = { width: 1200, height: 900 };
const MARGIN = "15mm";
const SHEET = { width: Math.floor((180 / 25.4) * 96), height: Math.floor((267 / 25.4) * 96) };
// What paper must not tear apart, and what must not be left behind at its foot.
const WHOLE = "tr, .claim";
const LEADING = "h1, h2, h3, h4";
// What says the same again and again is looked at for accessibility so many times.
const REPEATED = "tr, li, .claim";
const MANY = 40;
// Names and quotes keep their spelling, which need not be the one for the web.
const SPELLING = /Normalization Form C|composing character|Private Use/;

const { pages } = JSON.parse(readFileSync(0, "utf8"));
const found = Object.fromEntries(pages.map((page) => [page, []]));
const folder = mkdtempSync(join(tmpdir(), "pages-"));
try {
  validate();
  const browser = await launch(packages);
  try {
    for (const page of pages) {
      const say = (problem) => found[page].push(short(problem));
      // First without the page's own policy, so that escaping has to do it alone.
      await look(browser, page, say, { bypassCSP: true }, inert);
      await look(browser, page, say, {}, seen);
    }
  } finally {
    await browser.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(JSON.stringify(found));

/** The beginning of a text, with no character cut in two. */
function short(text) {
  return [...text].slice(0, 400).join("");
}

/** The Nu HTML checker on all pages in one go; a warning counts. */
function validate() {
  const run = spawnSync("java", ["-Xss2m", "-jar", vnu, "--format", "json", "--exit-zero-always", ...pages], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.error) throw run.error;
  const { messages } = JSON.parse(run.stderr);
  for (const { url, type, subType, lastLine, message, extract } of messages) {
    if ((type === "info" && subType !== "warning") || SPELLING.test(message)) continue;
    const page = pages.find((page) => pathToFileURL(resolve(page)).href === url.replace(/^file:\/*/, "file:///"));
    const words = `not valid HTML, line ${lastLine}: ${message} (${extract ?? ""})`;
    if (page) found[page].push(words);
    else throw new Error(`the validator: ${words}`);
  }
}

/** Opens a page in a context of its own, with an eye on whatever it does. */
async function look(browser, file, say, options, what) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const own = pathToFileURL(resolve(file)).href;
  try {
    await context.route("**/*", (route) => {
      const url = route.request().url();
      if (url === own) return route.continue();
      say(`it asks for ${url}`);
      return route.abort();
    });
    const page = await context.newPage();
    page.on("dialog", (dialog) => {
      say(`a script opened a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => say(`on the console: ${message.text()}`));
    page.on("pageerror", (error) => say(`a script failed: ${error.message}`));
    page.on("popup", () => say("it opened another window"));
    page.on("framenavigated", (frame) => {
      if (frame.url() !== own && frame.url() !== "about:blank") say(`it went to ${frame.url()}`);
    });
    await page.goto(own, { waitUntil: "load" });
    await what(page, say);
  } finally {
    await context.close();
  }
}

/** Nothing in it runs, loads or leads to anything but the web. */
async function inert(page, say) {
  const live = await page.evaluate(() => {
    const wrong = [];
    const loads = "script, iframe, frame, object, embed, applet, base, link, audio, video, source, portal, meta[http-equiv=refresh]";
    for (const element of document.querySelectorAll(loads)) wrong.push(`an element that runs or loads: ${element.outerHTML}`);
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on")) wrong.push(`an attribute that runs: ${name}=${value}`);
        const leads = ["href", "src", "action", "formaction", "xlink:href"].includes(name);
        if (leads && !/^(https?:\/\/|#|data:image\/)/.test(value)) wrong.push(`it leads to ${value}`);
      }
    }
    return wrong;
  });
  live.forEach(say);
  // Whoever reads moves about, points and types.
  for (const element of await page.locator("h1, h2, bdi").all().then((all) => all.slice(0, 5))) {
    await element.hover({ timeout: 2000, force: true }).catch(() => {});
  }
  await page.keyboard.press("Tab");
  await page.waitForTimeout(50);
}

/** As it is read: light, dark, narrow, on paper. */
async function seen(page, say) {
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
    const { violations } = await page.evaluate(() =>
      globalThis.axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => ({
        violations: violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(" … ")} (${nodes.length})`),
      })),
    );
    violations.forEach((violation) => say(`not accessible (${colorScheme}): ${violation}`));
  }
  await page.reload();
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
  await printed(page, say);
}

/**
 * Puts a link at the beginning and the end of whatever belongs together, prints,
 * and looks on which sheets the links came out.
 */
async function printed(page, say) {
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize(SHEET);
  const units = await page.evaluate(
    ({ whole, leading, height }) => {
      const units = [];
      const mark = (into, first, name) => {
        // In the line of the first or last word, where the break would be.
        let place = into;
        const child = () => (first ? place.firstElementChild : place.lastElementChild);
        while (child() && !getComputedStyle(child()).display.startsWith("inline")) place = child();
        const link = document.createElement("a");
        link.href = `https://mark.invalid/${name}`;
        link.textContent = "x";
        // No room taken.
        link.style.cssText = "position:absolute;font:6px monospace";
        if (first) place.prepend(link);
        else place.append(link);
      };
      const add = (what, places) => {
        const number = units.length;
        places.forEach(([place, first], at) => mark(place, first, `${number}.${at}`));
        units.push({ what, marks: places.length });
      };
      // What is longer than a sheet cannot be on one. All are measured before the
      // first mark is made, so that they are laid out once.
      const fits = (unit) => unit.getBoundingClientRect().height <= height * 0.9;
      for (const unit of [...document.querySelectorAll(whole)].filter(fits)) {
        const parts = unit.matches("tr") ? [...unit.children] : [unit];
        add(unit.textContent.trim().replace(/\s+/g, " "), parts.flatMap((part) => [[part, true], [part, false]]));
      }
      for (const heading of document.querySelectorAll(leading)) {
        let next = heading.nextElementSibling;
        if (next?.matches("table, .scroll")) next = next.querySelector("tbody tr > *") ?? next;
        if (next) add(`${heading.textContent.trim()} (and what follows)`, [[heading, true], [next, true]]);
      }
      return units;
    },
    { whole: WHOLE, leading: LEADING, height: SHEET.height },
  );
  const file = join(folder, "page.pdf");
  writeFileSync(file, await page.pdf({ format: "A4", margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN }, printBackground: true }));
  const links = execFileSync("pdfinfo", ["-url", file], { encoding: "utf8", maxBuffer: 1 << 28 });
  const places = new Map();
  for (const [, sheet, mark] of links.matchAll(/^ *(\d+) .*https:\/\/mark\.invalid\/(\d+\.\d+)/gm)) places.set(mark, sheet);
  units.forEach(({ what, marks }, number) => {
    const on = new Set(Array.from({ length: marks }, (_, at) => places.get(`${number}.${at}`)));
    if (on.has(undefined)) say(`not to be found on paper: ${what}`);
    else if (on.size > 1) say(`torn apart on paper: ${what}`);
  });
}
