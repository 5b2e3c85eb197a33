// Looks at pictures as a browser draws them, in whatever font it has.
//
// Takes on standard input `{"pictures": [FILE, …]}`, as arguments the folder with
// the npm packages. Gives on standard output, for each SVG, what is wrong with it:
// a text that reaches out of the picture or out of its box, that lies on another
// text, or that a line runs through; a line that runs through a box.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { launch } from "./browser.mjs";

const packages = createRequire(join(resolve(process.argv[2]), "package.json"));

const { pictures } = JSON.parse(readFileSync(0, "utf8"));
const found = {};
const browser = await launch(packages);
try {
  const page = await browser.newPage();
  for (const picture of pictures) {
    await page.goto(pathToFileURL(resolve(picture)).href);
    found[picture] = await page.evaluate(look);
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));

/** In the page: everything that is wrong. */
function look() {
  const wrong = [];
  const svg = document.documentElement;
  const { width, height } = svg.viewBox.baseVal;
  // What is seen of letters is less high than their font says.
  const seen = (text) => {
    const box = text.getBBox();
    const size = parseFloat(text.getAttribute("font-size"));
    const base = parseFloat(text.getAttribute("y"));
    return { left: box.x, right: box.x + box.width, top: base - size * 0.78, bottom: base + size * 0.22, words: text.textContent };
  };
  const texts = [...svg.querySelectorAll("text")].map(seen);
  const overlap = (one, other, by) => one.left < other.right - by && other.left < one.right - by && one.top < other.bottom - by && other.top < one.bottom - by;
  for (const text of texts) {
    if (text.left < -0.5 || text.top < -0.5 || text.right > width + 0.5 || text.bottom > height + 0.5) wrong.push(`out of the picture: ${text.words}`);
  }
  for (let at = 0; at < texts.length; at++) {
    for (let other = at + 1; other < texts.length; other++) {
      if (overlap(texts[at], texts[other], 0.8)) wrong.push(`${texts[at].words} lies on ${texts[other].words}`);
    }
  }
  const outlines = [...svg.querySelectorAll("path")];
  const boxes = outlines
    .filter((path) => path.hasAttribute("stroke") && path.getAttribute("fill") !== "none")
    .map((path) => path.getBBox())
    .map(({ x, y, width, height }) => ({ left: x, top: y, right: x + width, bottom: y + height }));
  for (const text of texts) {
    for (const box of boxes) {
      const inside = text.left >= box.left && text.right <= box.right && text.top >= box.top && text.bottom <= box.bottom;
      if (overlap(text, box, 0.5) && !inside) wrong.push(`out of its box: ${text.words}`);
    }
  }
  for (const path of outlines.filter((path) => path.getAttribute("fill") === "none")) {
    const length = path.getTotalLength();
    for (let at = 0; at <= length; at += 1.5) {
      const { x, y } = path.getPointAtLength(at);
      const on = (area, by) => x > area.left + by && x < area.right - by && y > area.top + by && y < area.bottom - by;
      const text = texts.find((text) => on(text, 1));
      if (text) wrong.push(`a line runs through ${text.words}`);
      if (boxes.some((box) => on(box, 1.5))) wrong.push(`a line runs through a box at ${x}, ${y}`);
    }
  }
  return { wrong: [...new Set(wrong)], texts: texts.length, boxes: boxes.length };
}
