// Reads exported files with programs that are not ours.
//
// Takes the folder of the npm packages as argument and on standard input a list
// of {reader, path}; imports the module of each reader's name from this folder
// and gives a line of JSON for each with what its `read` found.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const found = [];
for (const { reader, path } of JSON.parse(readFileSync(0, "utf8"))) {
  const { read } = await import(`./${reader}.mjs`);
  found.push(JSON.stringify(await read(path, require)));
}
// Some would go on waiting for a screen.
process.stdout.write(`${found.join("\n")}\n`, () => process.exit(0));
