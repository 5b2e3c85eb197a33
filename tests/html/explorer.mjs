// Looks at the explorer as a reader meets it: follows the links from the first
// page, looks at pages of every kind with a validator, a screen reader's eyes, a
// telephone and no script, and does what a reader does.
//
// Takes on standard input `{"sites": [{"name", "address", "pages", "seeds", "flows",
// "other": {ADDRESS: STATUS}}], "pictures": FOLDER or null}`, as argument the folder with the npm
// packages. Gives on standard output for each site what is wrong, and which pages
// were looked at: `{NAME: {"wrong": ["…"], "seen": ["…"]}}`. Pages are found by
// following links, so that a new one is looked at without being named here.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { launch } from "./browser.mjs";
import { FLOWS, pictures } from "./flows.mjs";
import { NARROW, WIDE, accessible, narrow, packagesOf, short, validate } from "./look.mjs";

const packages = packagesOf(process.argv[2]);
// Pages of one kind that are looked at in full; a kind is the first part of an
// address with the names of its options.
const OF_A_KIND = 2;
const OF_THINGS = 6;
// Addresses that are asked for, whether or not they are looked at in full.
const MOST_ASKED = 250;
// Pages that are opened with scripts forbidden; of all, what was sent is compared.
const WITHOUT_SCRIPTS = 5;
const FORM = "the address of a form";

const asked = JSON.parse(readFileSync(0, "utf8"));
const found = {};
const browser = await launch(packages);
try {
  for (const site of asked.sites) {
    found[site.name] = await visited(site);
  }
  if (asked.pictures) await pictures(browser, asked.sites, asked.pictures);
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));

/** Everything that is wrong with one site. */
async function visited(site) {
  const wrong = [];
  const say = (where) => (problem) => wrong.push(short(`${where}: ${problem}`));
  const { bodies, chosen } = await crawled(site, say);
  valid(chosen, bodies, say);
  for (const [at, path] of chosen.entries()) {
    await look(site, path, bodies.get(path), say(path));
    if (at < WITHOUT_SCRIPTS) await lookWithout(site, path, say(path));
  }
  for (const name of site.flows) await flow(site, name, say(`doing: ${name}`));
  return { wrong, seen: chosen };
}

/** Asks for every address that can be reached, and chooses those to be looked at in full. */
async function crawled(site, say) {
  const context = await browser.newContext();
  const page = await context.newPage();
  // Somewhere of the same origin to ask from.
  await page.goto(new URL("/assets/icon.svg", site.address).href);
  const bodies = new Map();
  const chosen = [];
  const kinds = new Map();
  const known = new Set();
  const add = (path, from) => {
    if (known.has(path)) return;
    known.add(path);
    const sort = kind(path);
    if (!kinds.has(sort)) kinds.set(sort, { asked: 0, waiting: [] });
    kinds.get(sort).waiting.push({ path, from });
  };
  // Of the kind that was asked for least, so that many of one hide no other.
  const next = () => {
    const waiting = [...kinds.values()].filter(({ waiting }) => waiting.length > 0);
    const least = waiting.reduce((least, one) => (least && least.asked <= one.asked ? least : one), undefined);
    if (least) least.asked++;
    return least && { ...least.waiting.shift(), asked: least.asked };
  };
  for (const path of ["/", ...site.seeds]) add(path, "the test");
  for (let one = next(); one && bodies.size < MOST_ASKED; one = next()) {
    const { path, from, asked } = one;
    const { status, type, isFile, text } = await page.evaluate(ask, new URL(path, site.address).href);
    bodies.set(path, text);
    // A form that is sent without a word may be told that one is needed.
    if (status !== (site.other[path] ?? 200) && !(from === FORM && status === 400)) say(path)(`status ${status}, linked from ${from}: ${text.slice(0, 200)}`);
    // A page that is kept as a file is looked at where it is made.
    if (!type?.startsWith("text/html") || isFile || status !== 200) continue;
    const most = path.startsWith("/show/") ? OF_THINGS : OF_A_KIND;
    if (asked <= most && chosen.length < site.pages) chosen.push(path);
    const { links, targets, ids, forms } = await page.evaluate(linksOf, text);
    for (const target of targets) if (!ids.includes(target)) say(path)(`a link leads to #${target}, which is not on the page`);
    for (const [more, from] of [...links.map((link) => [link, path]), ...forms.map((form) => [form, FORM])]) {
      const url = new URL(more, new URL(path, site.address));
      const own = url.origin === new URL(site.address).origin;
      if (!own) {
        if (!/^https?:$/.test(url.protocol)) say(path)(`it leads to ${more}`);
        continue;
      }
      add(url.pathname + url.search, from);
    }
  }
  await context.close();
  return { bodies, chosen };
}

/** In the page: what an address answers. */
async function ask(address) {
  const reply = await fetch(address, { headers: { Accept: "text/html" } });
  const isFile = reply.headers.get("content-disposition")?.startsWith("attachment") ?? false;
  return { status: reply.status, type: reply.headers.get("content-type"), isFile, text: await reply.text() };
}

/** In the page: where a page leads. */
function linksOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const all = (what, name) => [...page.querySelectorAll(what)].map((one) => one.getAttribute(name)).filter((value) => value);
  const addresses = [...all("a[href], link[href]", "href"), ...all("img[src], script[src]", "src")];
  return {
    links: addresses.filter((address) => !address.startsWith("#") && !address.startsWith("data:")).map((address) => address.split("#")[0]),
    targets: addresses.filter((address) => address.startsWith("#") && address.length > 1).map((address) => decodeURIComponent(address.slice(1))),
    ids: all("[id]", "id"),
    forms: all("form:not([method=post])[action]", "action"),
  };
}

/** What sort of page an address is. */
function kind(path) {
  const url = new URL(path, "http://x");
  const first = url.pathname.split("/").slice(1, url.pathname.startsWith("/draw") || url.pathname.startsWith("/export") ? 3 : 2).join("/");
  const ending = /\.[a-z0-9]+$/.exec(url.pathname)?.[0] ?? "";
  const options = [...new Set(url.searchParams.keys())].sort().join(",");
  return `${first}${ending}?${options}`;
}

/** The validator on the pages as they were sent. */
function valid(paths, bodies, say) {
  const folder = mkdtempSync(join(tmpdir(), "explorer-"));
  try {
    const files = new Map(paths.map((path, at) => [join(folder, `${at}.html`), path]));
    for (const [file, path] of files) writeFileSync(file, bodies.get(path));
    validate(packages, [...files.keys()], (file, problem) => say(files.get(file))(problem));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One page in full. */
async function look(site, path, body, say) {
  const address = new URL(path, site.address).href;
  // First without the site's policy, so that escaping has to do it alone.
  await opened(site, address, say, { bypassCSP: true }, async (page) => {
    await page.keyboard.press("Tab");
    // The library that draws gives its canvases a size, whenever it is ready.
    const live = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const paints = (name) => name === "style" && element.closest(".drawing") === null;
        return [...element.attributes].filter(({ name }) => name.startsWith("on") || paints(name)).map(({ name, value }) => `${name}=${value}`);
      }),
    );
    live.forEach((attribute) => say(`an attribute that runs or paints: ${attribute}`));
    await narrow(page, say);
    await page.emulateMedia({ media: "print" });
    const left = await page.evaluate(() => [...document.querySelectorAll("header nav, .search, .controls")].filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)));
    left.forEach((one) => say(`on paper it has ${one}`));
  });
  await opened(site, address, say, {}, async (page) => {
    const shown = await page.evaluate(claimsShown);
    const sent = await page.evaluate(claimsSent, body);
    for (const claim of shown.filter((claim) => !sent.includes(claim))) say(`a claim is there with JavaScript only: ${claim}`);
    for (const claim of sent.filter((claim) => !shown.includes(claim))) say(`a claim is there without JavaScript only: ${claim}`);
    await accessible(packages, page, say);
  });
}

/** One page where no script may run. */
async function lookWithout(site, path, say) {
  const address = new URL(path, site.address).href;
  await opened(site, address, say, { javaScriptEnabled: false, viewport: NARROW }, async (page) => {
    const words = (await page.locator("main").innerText()).trim();
    if (words === "") say("without JavaScript it is empty");
  });
}

/** In the page: every claim as it is shown. */
function claimsShown() {
  return [...document.querySelectorAll("main .claim")].map((claim) => claim.textContent.replace(/\s+/g, " ").trim());
}

/** In the page: every claim as it was sent. */
function claimsSent(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return [...page.querySelectorAll("main .claim")].map((claim) => claim.textContent.replace(/\s+/g, " ").trim());
}

/** Opens a page in a context of its own, with an eye on whatever it does. */
async function opened(site, address, say, options, what) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  try {
    const page = await watched(context, site, say);
    await page.goto(address, { waitUntil: "load" });
    await what(page);
  } finally {
    await context.close();
  }
}

/** A page that tells of dialogs, of its console, and of whatever it asks of others. */
async function watched(context, site, say) {
  const own = new URL(site.address).origin;
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(`${own}/`) || url.startsWith("data:") || url.startsWith("blob:")) return route.continue();
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
  return page;
}

/** What a reader does, step by step. */
async function flow(site, name, say) {
  const context = await browser.newContext({ viewport: WIDE });
  try {
    const page = await watched(context, site, say);
    page.setDefaultTimeout(20_000);
    await page.goto(site.address);
    await FLOWS[name]({ page, site, say, browser });
  } catch (error) {
    say(String(error.message ?? error));
  } finally {
    await context.close();
  }
}
