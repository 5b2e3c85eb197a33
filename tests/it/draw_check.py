"""Reads pictures that nutgraf drew, with readers that are not ours.

`draw_check.py svg FILE...` parses each as XML and gives, as JSON, its elements,
attributes, texts, title and description. `draw_check.py png FILE SVG SCALE` opens
the pixels and says what is wrong with them beside the texts of the SVG.
"""

import json
import sys
import xml.etree.ElementTree as tree

SPACE = "{http://www.w3.org/2000/svg}"


def read_svg(file):
    root = tree.parse(file).getroot()
    return {
        "kinds": sorted({e.tag.replace(SPACE, "") for e in root.iter()}),
        "attributes": sorted({name for e in root.iter() for name in e.attrib}),
        "words": ["".join(e.itertext()) for e in root.iter(SPACE + "text")],
        "title": root.find(SPACE + "title").text,
        "desc": root.find(SPACE + "desc").text,
        "role": root.get("role"),
        "named_by": [root.get("aria-labelledby"), root.get("aria-describedby")],
        "ids": [e.get("id") for e in root.iter() if e.get("id")],
    }


def check_png(file, svg, scale):
    # Only here, so that the rest needs no package.
    from PIL import Image

    image = Image.open(file)
    image.load()
    root = tree.parse(svg).getroot()
    wrong = []
    if image.format != "PNG":
        wrong.append(f"a {image.format}")
    for length, have in (("width", image.width), ("height", image.height)):
        want = float(root.get(length)) * scale
        if abs(want - have) > 1:
            wrong.append(f"{length} {have} instead of {want}")
    grey = image.convert("L")
    if grey.getpixel((1, 1)) != 255:
        wrong.append("the margin is not white")
    texts = 0
    for text in root.iter(SPACE + "text"):
        width, size = text.get("textLength"), float(text.get("font-size"))
        if width is None:
            continue
        x, y = float(text.get("x")), float(text.get("y"))
        x -= float(width) * {"middle": 0.5, "end": 1}.get(text.get("text-anchor"), 0)
        area = [x, y - size * 0.75, x + float(width), y + size * 0.05]
        low, high = grey.crop([round(side * scale) for side in area]).getextrema()
        # Letters are dark somewhere and not everywhere.
        if low > 140 or high < 180:
            wrong.append(f"no letters where there should be {''.join(text.itertext())!r}: {low} to {high}")
        # Left of a text is nothing of it.
        before = grey.crop([round((x - 3) * scale), round((y - size * 0.5) * scale), round((x - 1) * scale), round(y * scale)])
        if x > 30 and before.getextrema()[0] < 60 and text.get("fill") == "#555555":
            wrong.append(f"something dark before {''.join(text.itertext())!r}")
        texts += 1
    return {"wrong": wrong, "texts": texts, "size": [image.width, image.height]}


if sys.argv[1] == "svg":
    print(json.dumps({file: read_svg(file) for file in sys.argv[2:]}))
else:
    print(json.dumps(check_png(sys.argv[2], sys.argv[3], float(sys.argv[4]))))
