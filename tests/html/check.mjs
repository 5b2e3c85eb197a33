// Looks at HTML pages as a browser, a printer and a validator see them.
//
// Takes on standard input `{"pages": [FILE, …], "inert": [FILE, …]}`, as
// arguments the folder with the npm packages. Gives on standard output, for each
// page, what is wrong with it: `{FILE: ["…", …]}`. Pages are opened as files in
// one headless Chromium that is spoken to over a pipe and gets nothing else.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";
import { WIDE, accessible, narrow, packagesOf, short, validate } from "./look.mjs";

const packages = packagesOf(process.argv[2]);

// A sheet of A4 without its margins, in CSS pixels.
const MARGIN = "15mm";
const SHEET = { width: Math.floor((180 / 25.4) * 96), height: Math.floor((267 / 25.4) * 96) };
// What paper must not tear apart, and what must not be left behind at its foot.
const WHOLE = "tr, .claim";
const LEADING = "h1, h2, h3, h4";

const { pages } = JSON.parse(readFileSync(0, "utf8"));
const found = Object.fromEntries(pages.map((page) => [page, []]));
const folder = mkdtempSync(join(tmpdir(), "pages-"));
try {
  validate(packages, pages, (page, problem) => found[page].push(problem));
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
  await accessible(packages, page, say);
  await page.reload();
  await narrow(page, say);
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
