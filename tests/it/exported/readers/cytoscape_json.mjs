// JSON of Cytoscape.js, as Cytoscape.js reads and styles it, without a screen.

import { readFileSync } from "node:fs";

export function read(path, require) {
  const cytoscape = require("cytoscape");
  const json = JSON.parse(readFileSync(path, "utf8"));
  const graph = cytoscape({ headless: true, styleEnabled: true, ...json });
  return {
    facts: graph.data(),
    nodes: graph.nodes().map((node) => {
      const { id, ...attributes } = node.data();
      return [id, { ...attributes, label: node.style("label") }];
    }),
    edges: graph.edges().map((edge) => {
      const { id, source, target, ...attributes } = edge.data();
      const drawn = {
        label: edge.style("label"),
        colour: hex(edge.style("line-color")),
        dash: edge.style("line-style"),
        symmetric: edge.style("target-arrow-shape") === "none",
      };
      if (!edge.hasClass(attributes.worst_standing)) throw new Error(`${id} lacks its class`);
      return [id, source, target, { ...attributes, ...drawn }];
    }),
  };
}

/** `rgb(168,0,0)` as `#a80000`. */
function hex(colour) {
  const parts = colour.match(/\d+/g).slice(0, 3);
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}
