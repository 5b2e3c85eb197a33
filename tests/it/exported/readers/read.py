"""Reads exported files with programs that are not ours.

Takes on standard input a list of {"reader", "path"}; imports the module of each
reader's name from this folder and gives a line of JSON for each with what its
`read` found.
"""

import importlib
import json
import sys

for asked in json.load(sys.stdin):
    reader = importlib.import_module(asked["reader"])
    print(json.dumps(reader.read(asked["path"])))
