// GEXF, as graphology reads it.

import { readFileSync } from "node:fs";
import { found } from "./graphology_graphml.mjs";

export function read(path, require) {
  const { MultiDirectedGraph } = require("graphology");
  const { parse } = require("graphology-gexf");
  return found(parse(MultiDirectedGraph, readFileSync(path, "utf8")));
}
