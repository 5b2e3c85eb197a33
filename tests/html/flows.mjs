// What readers do with the explorer, each a function of an open first page; and the
// pictures of it in the documentation.

import { join } from "node:path";

/** By name; a site says which of them it takes part in. */
export const FLOWS = { search, filters, keyboard, drawing };

function expect(say, is, words) {
  if (!is) say(words);
}

/** Where a page is, without the server. */
function place(page) {
  const url = new URL(page.url());
  return url.pathname + url.search;
}

/** From a name to an entity, one of its claims, and a source of that. */
async function search({ page, say }) {
  await page.fill("#search", "Changpeng Zhao");
  await page.press("#search", "Enter");
  await page.locator("main a", { hasText: "Changpeng Zhao" }).first().click();
  await page.waitForURL("**/show/**");
  expect(say, (await page.locator("main .claim.denied").count()) > 0, "the entity shows no denied claim");
  await page.locator("main .claim.denied a.id").first().click();
  await page.waitForURL("**/show/**");
  const claim = await page.locator("main").innerText();
  expect(say, /denied/i.test(claim), "the page of a denied claim does not say so");
  await page.locator("main a", { hasText: "Bloomberg report" }).first().click();
  await page.waitForURL("**/show/bloomberg-report**");
  expect(say, (await page.locator("main .claim").count()) > 0, "the source shows nothing that rests on it");
}

/** A filter is in the address; back undoes it; the address shows the same to anybody. */
async function filters({ page, site, say, browser }) {
  for (const path of ["/replies", "/audit"]) {
    await page.goto(new URL(path, site.address).href);
    const before = await page.locator("main").innerText();
    await page.locator("nav.facets a").first().click();
    await page.waitForLoadState();
    expect(say, place(page) !== path, `${path}: the address does not change with the filter`);
    const address = page.url();
    const filtered = await page.locator("main").innerText();
    expect(say, filtered !== before, `${path}: the filter changes nothing`);
    const elsewhere = await browser.newContext();
    const other = await elsewhere.newPage();
    await other.goto(address);
    expect(say, (await other.locator("main").innerText()) === filtered, `${path}: another browser shows something else`);
    await elsewhere.close();
    await page.goBack();
    expect(say, place(page) === path && (await page.locator("main").innerText()) === before, `${path}: back does not lead back`);
  }
}

/** Two names are put together without a mouse; the path says who denied it. */
async function keyboard({ page, site, say }) {
  await page.goto(new URL("/path", site.address).href);
  const type = async (name, text) => {
    for (let steps = 0; steps < 60; steps++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((name) => document.activeElement?.getAttribute("name") === name, name)) {
        await page.keyboard.type(text);
        return;
      }
    }
    throw new Error(`no way to the field ${name} by keyboard`);
  };
  await type("from", "Changpeng Zhao");
  await type("to", "Steve Witkoff");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/path?**from=**");
  const words = await page.locator("main").innerText();
  expect(say, /DENIED/.test(words), "the path between the two does not say that it was denied");
  expect(say, (await page.locator("main .claim.denied").count()) > 0, "the denied claim is not on the page");
}

/** The drawing of a path, without a mouse: a link is opened and closed. */
async function drawing({ page, site, say }) {
  await page.goto(new URL("/path?from=changpeng-zhao&to=steve-witkoff", site.address).href);
  const drawn = page.locator(".drawing").first();
  await drawn.locator("canvas").first().waitFor();
  await drawn.locator("[tabindex]:not([tabindex='-1']), canvas[tabindex]").first().focus();
  const panel = page.locator("#panel[role=dialog], #panel[role=region]");
  for (let steps = 0; steps < 20 && !(await panel.isVisible()); steps++) {
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(200);
  }
  expect(say, await panel.isVisible(), "Enter on a link of the drawing opens no panel");
  expect(say, /denied/i.test(await panel.innerText()), "the panel of a denied link does not say so");
  await page.keyboard.press("Escape");
  expect(say, !(await panel.isVisible()), "Escape does not close the panel");
}

/** Pictures for the documentation, into a folder. */
export async function pictures(browser, sites, folder) {
  const site = sites.find(({ name }) => name === "binance-usd1");
  for (const [name, path] of [
    ["explorer-path", "/path?from=changpeng-zhao&to=donald-trump"],
    ["explorer-entity", "/show/changpeng-zhao"],
  ]) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 760 } });
    const page = await context.newPage();
    await page.goto(new URL(path, site.address).href, { waitUntil: "networkidle" });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await context.close();
  }
}
