// GraphML, as graphology reads it.

import { readFileSync } from "node:fs";

export function read(path, require) {
  const { MultiDirectedGraph } = require("graphology");
  const { parse } = require("graphology-graphml");
  return found(parse(MultiDirectedGraph, readFileSync(path, "utf8")));
}

/** What a graph of graphology holds. */
export function found(graph) {
  return {
    facts: graph.getAttributes(),
    nodes: graph.mapNodes((key, attributes) => [key, attributes]),
    edges: graph.mapEdges((key, attributes, source, target) => [key, source, target, attributes]),
  };
}
