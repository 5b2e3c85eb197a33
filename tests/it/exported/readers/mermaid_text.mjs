// Mermaid, as Mermaid reads it in a browser: boxes, lines and their look from
// its own parser, of small diagrams from the picture that it draws; the rest
// from the comments, which are for people.

import { readFileSync } from "node:fs";
import { launch } from "../../../html/browser.mjs";

// Larger ones take too long to draw.
const MANY = 120;

export async function read(path, require) {
  const text = readFileSync(path, "utf8");
  const browser = await launch(require);
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ path: require.resolve("mermaid/dist/mermaid.min.js") });
    const { vertices, edges } = await page.evaluate(parsed, text);
    if (edges.length < MANY) {
      const lines = await page.evaluate(drawn, text);
      if (lines.length !== edges.length) throw new Error(`${lines.length} lines in ${path}`);
      edges.forEach((edge, at) => Object.assign(edge, lines[at]));
    }
    return joined(text, vertices, edges);
  } finally {
    await browser.close();
  }
}

/** In the browser: dash and colour of each line of the picture. */
async function drawn(text) {
  const { svg } = await mermaid.render("picture", text);
  document.body.innerHTML = svg;
  return [...document.querySelectorAll("path.flowchart-link")].map((line) => {
    const { stroke, strokeDasharray } = getComputedStyle(line);
    const parts = stroke.match(/\d+/g).map((part) => Number(part).toString(16).padStart(2, "0"));
    const dashes = strokeDasharray.replace(/px|,/g, "");
    return { style: [`stroke:#${parts.join("")}`, `stroke-dasharray:${dashes}`] };
  });
}

/** In the browser: what the parser made of the text. */
async function parsed(text) {
  mermaid.initialize({ startOnLoad: false, maxTextSize: 1e9, maxEdges: 1e6 });
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  return {
    vertices: [...db.getVertices().values()].map(({ id, text, classes }) => ({ id, text, classes })),
    edges: db.getEdges().map(({ start, end, text, stroke, type, style }) => ({
      start,
      end,
      text,
      stroke,
      type,
      style: style ?? [],
    })),
  };
}

function joined(text, vertices, edges) {
  const facts = {};
  const things = { entity: [], edge: [] };
  let last = [];
  for (const line of text.split("\n")) {
    if (!line.startsWith("%% ")) continue;
    const comment = line.slice(3);
    const thing = comment.match(/^(entity|edge) ([^ ]+)/);
    if (thing) {
      const attributes = {};
      for (const part of comment.split(" | ").slice(1)) {
        const at = part.indexOf("=");
        attributes[part.slice(0, at)] = resolved(part.slice(at + 1));
      }
      last = [];
      things[thing[1]].push({ key: thing[2], attributes, statements: last });
    } else if (comment.startsWith("claim ")) {
      last.push(resolved(comment.slice("claim ".length)));
    } else {
      const at = comment.indexOf("=");
      facts[comment.slice(0, at)] = resolved(comment.slice(at + 1));
    }
  }
  const places = new Map(vertices.map(({ id }, at) => [id, things.entity[at].key]));
  return {
    facts,
    nodes: vertices.map(({ text, classes }, at) => {
      const { key, attributes, statements } = things.entity[at];
      if (!classes.includes(attributes.group)) throw new Error(`${key}: ${classes}`);
      return [key, { ...attributes, label: kept(text), statements }];
    }),
    edges: edges.map(({ start, end, text, stroke, type, style }, at) => {
      const { key, attributes, statements } = things.edge[at];
      const dashes = style.find((part) => part.startsWith("stroke-dasharray:")) ?? "";
      const colour = style.find((part) => part.startsWith("stroke:")) ?? "stroke:#2b2b2b";
      const pattern = dashes.endsWith(":2 4") ? "dotted" : dashes.endsWith(":6 4") ? "dashed" : "solid";
      const dash = (stroke === "normal") === (pattern === "solid") ? pattern : `${stroke}, ${pattern}`;
      const look = {
        label: kept(text),
        // What nobody contests has no colour of its own here.
        colour: colour.slice("stroke:".length).replace("#000000", "#2b2b2b"),
        dash,
        symmetric: type === "arrow_open",
        // What a claim says in full stands in its statement.
        sources: statements,
        answers: statements,
        text: statements,
      };
      return [key, places.get(start), places.get(end), { ...attributes, ...look }];
    }),
  };
}

/** A text whose characters are written as `#35;`. */
function resolved(text) {
  return text.replace(/#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)));
}

/** Likewise as the parser keeps it until it draws. */
function kept(text) {
  return text.replace(/ﬂ°°(\d+)¶ß/g, (_, number) => String.fromCodePoint(Number(number)));
}
