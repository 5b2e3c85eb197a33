// @ts-check
// Makes every `<div class="drawing" data-elements=…>` a canvas: what it shows stands on
// the page in words as well, and stays there. Nothing is built as markup: names from
// data are only ever `textContent`.
//
// Keys, once the drawing has the focus: up and down walk the links of an entity, right
// follows one, left goes back, Enter opens its claims, Escape closes them; e expands,
// p pins, h hides; + - 0 zoom. What is pinned, hidden, expanded and open is in the
// address behind `#`, so that it can be sent.

/**
 * @typedef {{id: string, iri: string, name: string, protected: boolean}} Named
 * @typedef {Named & {label: string, kind: string | null, shape: string, asked: boolean,
 *   x: number, y: number, width: number, height: number}} Figure
 * @typedef {{from: string, to: string, verb: string, label: string, sentence: string,
 *   symmetric: boolean, standing: string, standing_words: string, left_out: boolean,
 *   weakness: string, dates: string[], links: string[], claims: Named[],
 *   route: {before: number[][], label: number[], after: number[][]}}} Join
 * @typedef {{title: string, counts: string, limits: string[], more: number,
 *   told_by: "id" | "iri", nodes: Figure[], edges: Join[]}} Elements
 */

const BASE = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
// More make a canvas slow, and nobody reads it.
const MOST = 300;
// The size of letters, in pixels.
const LETTERS = 12.5;
// Claims that are asked for at a time.
const AT_A_TIME = 6;

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(string | Node)} children
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @param {string} text */
const isolated = (text) => element("bdi", {}, visible(text));

/**
 * Characters that hide or turn text round, as their numbers.
 * @param {string} text
 */
function visible(text) {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\uffff]/g,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** @param {string} address */
async function asked(address) {
  const reply = await fetch(address, { headers: { accept: "application/json" } });
  const body = await reply.json();
  if (!reply.ok) throw new Error(body.detail ?? `the server answers ${reply.status}`);
  return body;
}

/** @param {string} name */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** How things look; what is contested has its own dashes besides its colour and word. */
function looks() {
  const [ink, paper, quiet, shade] = ["--ink", "--paper", "--quiet", "--shade"].map(colour);
  const [denied, disputed, link] = ["--denied", "--disputed", "--link"].map(colour);
  const font = getComputedStyle(document.body).fontFamily;
  const line = (selector, inked, width, style, dashes) => ({
    selector,
    style: {
      "line-color": inked, "target-arrow-color": inked, color: inked, width, "line-style": style,
      ...(dashes ? { "line-dash-pattern": dashes } : {}),
    },
  });
  return [
    { selector: "node", style: {
      shape: "rectangle", width: "data(width)", height: "data(height)", "background-color": paper,
      "border-width": 1, "border-color": ink, label: "data(text)", color: ink, "font-family": font,
      "font-size": LETTERS, "text-wrap": "wrap", "text-max-width": "10000px", "text-valign": "center",
      "text-halign": "center",
    } },
    { selector: 'node[shape = "round"]', style: { shape: "round-rectangle", "corner-radius": "12" } },
    { selector: 'node[shape = "cut"]', style: { shape: "cut-rectangle" } },
    { selector: "node[?asked]", style: { "background-color": shade, "border-width": 3 } },
    { selector: "node.pinned", style: { "border-style": "double", "border-width": 5 } },
    { selector: "edge", style: {
      "curve-style": "bezier", "control-point-step-size": 70, label: "data(label)", "font-family": font,
      "font-size": 12, "text-wrap": "wrap", "text-max-width": 150, "text-background-color": paper,
      "text-background-opacity": 1, "text-background-padding": 2, "target-arrow-shape": "triangle",
    } },
    { selector: "edge[distances]", style: {
      "curve-style": "round-segments", "edge-distances": "node-position", "segment-radii": 30,
      "segment-distances": "data(distances)", "segment-weights": "data(weights)",
      "source-endpoint": "data(leaves)", "target-endpoint": "data(meets)",
    } },
    line("edge", ink, 1.5, "solid"),
    { selector: "edge[?symmetric]", style: { "target-arrow-shape": "none" } },
    line('edge[standing = "disputed"]', disputed, 2, "dashed", [9, 3, 2, 3]),
    line('edge[standing = "denied"]', denied, 2, "dashed", [6, 4]),
    line('edge[standing = "retracted"]', quiet, 2, "dotted"),
    line("edge[?left_out]", quiet, 1, "dashed", [3, 5]),
    { selector: "node.at", style: { "border-color": link, "border-width": 4 } },
    { selector: "edge.at", style: { "underlay-color": link, "underlay-opacity": 0.35, "underlay-padding": 6 } },
    { selector: ".hidden", style: { display: "none" } },
  ];
}

const pencil = document.createElement("canvas").getContext("2d");

/**
 * Text in lines of a width in pixels; a word that is longer is broken.
 * @param {string} text
 * @param {number} room
 */
function inLines(text, room) {
  if (!pencil) return text;
  pencil.font = `${LETTERS}px ${getComputedStyle(document.body).fontFamily}`;
  const wide = (words) => pencil.measureText(words).width > room;
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line === "" || !wide(`${line} ${word}`)) lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
    else lines.push(word);
    for (let last = lines[lines.length - 1]; wide(last) && last.length > 1; last = lines[lines.length - 1]) {
      let fits = Math.max(1, Math.floor((last.length * room) / pencil.measureText(last).width));
      while (fits > 1 && wide(last.slice(0, fits))) fits -= 1;
      lines.splice(lines.length - 1, 1, last.slice(0, fits), last.slice(fits));
    }
  }
  return lines.join("\n");
}

/**
 * A route as the canvas takes it: points by how far along the straight line and how
 * far beside it they are. The label stands at the point in the middle.
 * @param {Join["route"]} route
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 */
function bends(route, from, to) {
  // Where it leaves one box and meets the other is said apart.
  const [leaves, ...before] = route.before;
  const after = route.after.slice(0, -1);
  const meets = route.after[route.after.length - 1];
  const between = (one, other) => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  while (before.length < after.length) before.push(between(before[before.length - 1], route.label));
  while (after.length < before.length) after.unshift(between(route.label, after[0]));
  const [x, y] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(x, y);
  if (length === 0) return {};
  const points = [...before, route.label, ...after].map((at) => [at[0] - from.x, at[1] - from.y]);
  return {
    leaves: `${leaves[0] - from.x}px ${leaves[1] - from.y}px`,
    meets: `${meets[0] - to.x}px ${meets[1] - to.y}px`,
    weights: points.map((at) => (at[0] * x + at[1] * y) / length ** 2),
    distances: points.map((at) => (at[1] * x - at[0] * y) / length),
  };
}

/** The options by which links are chosen, and the day they are of. */
const LINK_OPTIONS = ["uncontested", "standing", "min-origins", "named", "documented", "relation", "not-relation", "on", "known-on", "avoid", "without-source"];

/** What a drawing is: its canvas, where its reader is, and what was changed. */
class Drawing {
  /**
   * @param {HTMLElement} holder
   * @param {Elements} elements
   * @param {any} cytoscape
   */
  constructor(holder, elements, cytoscape) {
    this.holder = holder;
    this.tells = elements.told_by;
    this.given = new URL(holder.dataset.elements, location.href).searchParams;
    this.expanded = new Set();
    this.known = new Set();
    /** @type {string[]} */
    this.trail = [];
    this.opened = "";
    this.canvas = element("div", {
      class: "canvas", tabindex: "0", role: "application", "aria-roledescription": "drawing",
      "aria-label": `Drawing. ${elements.counts}. Arrow keys walk it, Enter opens the claims of a link.`,
    });
    this.said = element("p", { class: "said", role: "status" });
    this.panel = element("section", { id: "panel", role: "region", "aria-label": "Claims", tabindex: "-1", hidden: "" });
    this.tools = this.toolbar();
    const limits = elements.limits.map((words) => element("p", { class: "alarm" }, `NOT COMPLETE: ${words}`));
    holder.replaceChildren(this.tools, ...limits, element("div", { class: "frame" }, this.canvas, this.panel), this.said,
      element("p", { class: "quiet keys" }, "Keys: ↑ ↓ links, → follow, ← back, Enter claims, Esc close, e expand, p pin, h hide, + − 0 zoom. The same is in words on this page."));
    this.cy = cytoscape({
      container: this.canvas, elements: [], style: looks(), layout: { name: "preset" },
      minZoom: 0.1, maxZoom: 3, userZoomingEnabled: false, boxSelectionEnabled: false, selectionType: "single",
    });
    this.add(elements, null);
    this.at = this.cy.nodes("[?asked]")[0] ?? this.cy.nodes()[0];
    this.link = null;
    this.fit();
    this.listen();
    this.say(elements.counts);
  }

  toolbar() {
    const tools = element("div", { class: "tools controls", role: "toolbar", "aria-label": "Drawing" });
    const button = (words, key, does) => {
      const made = element("button", { type: "button", ...(key ? { "aria-keyshortcuts": key } : {}) }, words);
      made.addEventListener("click", does);
      tools.append(made, " ");
      return made;
    };
    button("Zoom in", "+", () => this.zoom(1.25));
    button("Zoom out", "-", () => this.zoom(0.8));
    button("Fit", "0", () => this.fit());
    button("Open", "Enter", () => this.open());
    button("Expand", "e", () => this.expand(this.at));
    button("Pin", "p", () => this.pin(this.at));
    button("Hide", "h", () => this.hide(this.at));
    this.shown = button("Show hidden", "", () => this.unhide());
    this.shown.hidden = true;
    return tools;
  }

  /** @param {string} words */
  say(words) { this.said.textContent = visible(words); }

  /** @param {any} thing what something is called in an address */
  told(thing) { return thing[this.tells]; }

  /** @param {any} thing */
  page(thing) { return `${BASE}/show/${encodeURIComponent(this.told(thing))}`; }

  /**
   * Adds what is not there yet; round a node where one is given.
   * @param {Elements} elements
   * @param {any} round
   */
  add(elements, round) {
    const middle = round && elements.nodes.find((one) => one.iri === round.id());
    const shift = middle ? { x: round.position("x") - middle.x, y: round.position("y") - middle.y } : { x: 0, y: 0 };
    let turned = 0;
    for (const figure of elements.nodes) {
      if (this.cy.getElementById(figure.iri).nonempty()) continue;
      if (this.cy.nodes().length >= MOST) { turned += 1; continue; }
      const place = { x: figure.x + shift.x, y: figure.y + shift.y };
      if (round) this.free(place, figure);
      const text = inLines(visible(figure.label), figure.width - 10) + (figure.kind ? `\n${figure.kind}` : "");
      this.cy.add({ group: "nodes", position: place, data: {
        ...figure, id: figure.iri, given: figure.id, text,
      } });
    }
    for (const join of elements.edges) {
      if (this.cy.getElementById(join.from).empty() || this.cy.getElementById(join.to).empty()) continue;
      const ends = [join.from, join.to].sort().join(" ");
      const fresh = join.links.filter((link) => !this.known.has(`${ends} ${link}`));
      if (fresh.length === 0) continue;
      fresh.forEach((link) => this.known.add(`${ends} ${link}`));
      // What is added round a node has no place of its own.
      const [from, to] = [join.from, join.to].map((end) => this.cy.getElementById(end).position());
      const route = round || join.from === join.to ? {} : bends(join.route, from, to);
      this.cy.add({ group: "edges", data: {
        ...join, ...route, id: `${join.from} ${join.to} ${fresh[0]}`, source: join.from, target: join.to, label: visible(join.label),
      } });
    }
    return turned + (round ? elements.more : 0);
  }

  /**
   * Moves a place down until no box is there.
   * @param {{x: number, y: number}} place
   * @param {Figure} figure
   */
  free(place, figure) {
    const boxes = this.cy.nodes().map((node) => ({ ...node.position(), width: node.data("width"), height: node.data("height") }));
    const meets = (box) => Math.abs(box.x - place.x) < (box.width + figure.width) / 2 + 10
      && Math.abs(box.y - place.y) < (box.height + figure.height) / 2 + 10;
    for (let box = boxes.find(meets); box; box = boxes.find(meets)) {
      place.y = box.y + (box.height + figure.height) / 2 + 11;
    }
  }

  fit() {
    // As high as what is drawn takes at this width, within what a screen has.
    const box = this.cy.elements().not(".hidden").boundingBox();
    const scale = Math.min(1, (this.canvas.clientWidth - 40) / Math.max(box.w, 1));
    this.canvas.style.height = `${Math.round(Math.min(Math.max(box.h * scale + 60, 240), innerHeight * 0.8))}px`;
    this.cy.resize();
    this.cy.fit(this.cy.elements().not(".hidden"), 20);
    if (this.cy.zoom() > 1) { this.cy.zoom(1); this.cy.center(); }
  }

  /** @param {number} by */
  zoom(by) {
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** The links of the node that the reader is at, in a fixed order. */
  links() {
    const links = this.at.connectedEdges().not(".hidden").filter((one) => one.connectedNodes(".hidden").empty());
    return links.sort((one, other) => (one.id() < other.id() ? -1 : 1));
  }

  /** Shows where the reader is, on the canvas and in the live region. */
  mark() {
    this.cy.elements().removeClass("at");
    const here = this.link ?? this.at;
    here.addClass("at");
    const box = here.renderedBoundingBox();
    const [middle, height] = [(box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2];
    if (middle < 0 || height < 0 || middle > this.cy.width() || height > this.cy.height()) this.cy.center(here);
  }

  /** @param {number} by */
  step(by) {
    const links = this.links();
    if (links.length === 0) { this.say("No link is shown here."); return; }
    const now = this.link ? links.toArray().findIndex((one) => one.same(this.link)) : -1;
    const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : (now + by + links.length) % links.length;
    this.link = links[next];
    this.mark();
    const { verb, standing_words: standing, left_out: left } = this.link.data();
    const out = this.link.data("source") === this.at.id();
    const other = this.other();
    const who = out ? `${verb} ${other.data("label")}` : `${other.data("label")} ${verb} ${this.at.data("label")}`;
    this.say(`${next + 1} of ${links.length}: ${left ? "left out, " : ""}${who}, ${standing.toLowerCase()}`);
  }

  other() {
    return this.link.source().same(this.at) ? this.link.target() : this.link.source();
  }

  /**
   * @param {any} node
   * @param {boolean} [back]
   */
  go(node, back = false) {
    if (!back) this.trail.push(this.at.id());
    this.at = node;
    this.link = null;
    this.mark();
    const { label, kind } = node.data();
    this.say(`${label}${kind ? `, ${kind}` : ""}: ${this.links().length} links shown`);
  }

  open() {
    if (this.link) this.openLink(this.link); else this.openNode(this.at);
  }

  /**
   * Shows the panel with this heading.
   * @param {string} words
   */
  begin(words) {
    const close = element("button", { type: "button" }, "Close");
    close.addEventListener("click", () => this.close());
    const heading = element("h3", {}, isolated(words));
    this.panel.replaceChildren(close, heading);
    this.panel.hidden = false;
    this.cy.resize();
    this.mark();
    this.panel.focus();
  }

  close() {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.cy.resize();
    this.opened = "";
    this.keep();
    this.canvas.focus();
    this.mark();
  }

  /** @param {any} node */
  openNode(node) {
    this.begin(node.data("label"));
    const links = this.links().map((link) => {
      const button = element("button", { type: "button" }, visible(link.data("sentence")));
      button.addEventListener("click", () => { this.link = link; this.mark(); this.openLink(link); });
      return element("li", {}, button);
    });
    this.panel.append(
      element("p", {}, element("a", { href: this.page({ id: node.data("given"), iri: node.id() }) }, "Everything on record"), node.data("kind") ? ` (${node.data("kind")})` : ""),
      element("p", {}, "Links shown:"), element("ul", {}, ...links),
    );
  }

  /** @param {any} link */
  async openLink(link) {
    const { sentence, claims, links } = link.data();
    this.begin(sentence);
    this.opened = links[0];
    this.keep();
    const place = this.panel;
    const here = element("div", { "aria-live": "polite" }, element("p", {}, "Reading the claims …"));
    const day = this.given.get("known-on");
    if (day) place.append(element("p", { class: "alarm" }, `As it is recorded now, and not as known on ${day}: what was known then stands below the drawing.`));
    place.append(here);
    const read = [];
    for (let from = 0; from < claims.length; from += AT_A_TIME) {
      const some = claims.slice(from, from + AT_A_TIME);
      read.push(...(await Promise.all(some.map((claim) => this.read(claim)))));
    }
    here.replaceChildren(...read);
  }

  /** @param {Named} claim */
  async read(claim) {
    try {
      return this.claim((await asked(`${this.page(claim)}.json`)).claim);
    } catch (error) {
      return element("p", { class: "alarm" }, element("a", { href: this.page(claim) }, isolated(claim.name)), ` could not be read: ${error.message}`);
    }
  }

  /**
   * A claim with its standing, sources and answers.
   * @param {any} claim
   */
  claim(claim) {
    const contested = claim.standing !== "uncontested";
    const standing = element(contested ? "strong" : "span", contested ? { class: "contested" } : {},
      contested ? claim.standing.toUpperCase() : "no denial recorded");
    const origins = `; at least ${claim.origins} origin${claim.origins === 1 ? "" : "s"}; rests on: ${claim.support.join(", ") || "nothing that is left"}`;
    const sources = claim.sources.map((source) => {
      const line = element("li", {}, this.way(source), ` (${source.kind})`);
      if (source.withdrawn) line.append(" ", element("strong", { class: "contested" }, "WITHDRAWN"));
      source.chain.slice(1).forEach((next, at) => line.append(at ? ", " : ", via ", this.way(next)));
      if (source.quote !== null) line.append(": ", element("q", {}, isolated(source.quote)));
      if (source.locator !== null) line.append(", ", isolated(source.locator));
      return line;
    });
    const answers = claim.answers.map((answer) => this.answer(answer));
    const parts = [...claim.summarises, ...claim.same_meeting].filter((part) => part.answers.length > 0).map((part) =>
      element("div", {}, element("p", {}, "to ", this.way({ ...part, name: part.text }), ":"),
        element("ul", {}, ...part.answers.map((answer) => this.answer(answer)))));
    return element("article", { class: `claim ${claim.standing}` },
      element("p", {}, element("a", { href: this.page(claim) }, isolated(claim.text))),
      element("p", {}, standing, `; ${claim.mode}`, when(claim.when), origins),
      element("ul", {}, ...sources),
      answers.length ? element("ul", {}, ...answers) : element("p", { class: "quiet" }, "no answer on record"),
      ...parts);
  }

  /** @param {any} answer */
  answer(answer) {
    const grave = ["denied", "retracted"].includes(answer.stance);
    const line = element("li", {}, element("strong", grave ? { class: "contested" } : {}, answer.stance.replace("-", " ")));
    if (answer.scope !== null) line.append(` (${answer.scope})`);
    if (answer.by !== null) line.append(" by ", this.way(answer.by));
    if (answer.on_behalf_of !== null) line.append(" for ", this.way(answer.on_behalf_of));
    line.append(when(answer.when));
    if (answer.quote !== null) line.append(": ", element("q", {}, isolated(answer.quote)));
    if (answer.text !== null) line.append(": ", isolated(answer.text));
    return line;
  }

  /** @param {Named} named */
  way(named) {
    const link = element("a", { href: this.page(named) }, isolated(named.name));
    return named.protected ? element("span", {}, link, " ", element("strong", {}, "(protected)")) : link;
  }

  /** @param {any} node */
  async expand(node) {
    if (this.cy.nodes().length >= MOST) { this.say(`${MOST} are drawn, which is the most.`); return; }
    const name = this.told({ id: node.data("given"), iri: node.id() });
    try {
      const address = new URL(`${BASE}/draw/ties.json`, location.href);
      address.searchParams.set("name", name);
      // What is added is of the same links and the same day as what is there.
      for (const option of LINK_OPTIONS) for (const value of this.given.getAll(option)) address.searchParams.append(option, value);
      const before = this.cy.nodes().length;
      const more = await asked(address.href);
      const turned = this.add(more, node);
      this.expanded.add(name);
      this.keep();
      this.fit();
      this.mark();
      this.say(`${this.cy.nodes().length - before} more are drawn${turned ? `, ${turned} are not, since there are too many` : ""}.${more.limits.length ? ` NOT COMPLETE: ${more.limits.join("; ")}.` : ""}`);
    } catch (error) {
      this.say(`It could not be expanded: ${error.message}`);
    }
  }

  /** @param {any} node */
  pin(node) {
    const pinned = !node.hasClass("pinned");
    node.toggleClass("pinned", pinned);
    if (pinned) node.lock(); else node.unlock();
    this.keep();
    this.say(`${node.data("label")} is ${pinned ? "pinned" : "no longer pinned"}`);
  }

  /** @param {any} node */
  hide(node) {
    const next = node.neighborhood("node").not(".hidden")[0] ?? this.cy.nodes().not(".hidden").not(node)[0];
    if (!next) { this.say("The last one stays."); return; }
    node.addClass("hidden");
    this.go(next, true);
    this.keep();
    this.say(`${node.data("label")} is hidden here; it stays in the list.`);
  }

  unhide() {
    this.cy.nodes(".hidden").removeClass("hidden");
    this.keep();
    this.fit();
  }

  /** Puts what was changed into the address. */
  keep() {
    const hidden = this.cy.nodes(".hidden");
    this.shown.hidden = hidden.length === 0;
    this.shown.textContent = `Show ${hidden.length} hidden`;
    const name = (node) => this.told({ id: node.data("given"), iri: node.id() });
    const words = new URLSearchParams();
    for (const one of this.expanded) words.append("expand", one);
    this.cy.nodes(".pinned").forEach((node) => {
      words.append("pin", `${name(node)}@${Math.round(node.position("x"))},${Math.round(node.position("y"))}`);
    });
    hidden.forEach((node) => words.append("hide", name(node)));
    if (this.opened) words.append("open", this.opened);
    const text = words.toString();
    history.replaceState(history.state, "", text ? `#${text}` : location.pathname + location.search);
  }

  /** Does again what an address says was changed. */
  async restore() {
    const words = new URLSearchParams(location.hash.slice(1));
    const node = (name) => this.cy.nodes().filter((one) => (this.tells === "id" ? one.data("given") : one.id()) === name)[0];
    for (const name of words.getAll("expand")) if (node(name)) await this.expand(node(name));
    for (const pin of words.getAll("pin")) {
      const cut = pin.lastIndexOf("@");
      const one = node(pin.slice(0, cut));
      const [x, y] = pin.slice(cut + 1).split(",").map(Number);
      if (!one || !Number.isFinite(x) || !Number.isFinite(y)) continue;
      one.position({ x, y });
      one.addClass("pinned");
      one.lock();
    }
    for (const name of words.getAll("hide")) node(name)?.addClass("hidden");
    if (this.at.hasClass("hidden")) this.at = this.cy.nodes().not(".hidden")[0] ?? this.at;
    const open = words.get("open");
    const link = open && this.cy.edges().filter((one) => one.data("links").includes(open))[0];
    if (link) {
      this.at = link.source();
      this.link = link;
      this.mark();
      await this.openLink(link);
    }
    this.keep();
  }

  listen() {
    const does = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      ArrowRight: () => { if (this.link) this.go(this.other()); else this.step(1); },
      ArrowLeft: () => {
        const last = this.trail.pop();
        if (this.link) { if (last) this.trail.push(last); this.go(this.at, true); }
        else if (last) this.go(this.cy.getElementById(last), true);
      },
      Enter: () => this.open(),
      Escape: () => this.close(),
      e: () => this.expand(this.at),
      p: () => this.pin(this.at),
      h: () => this.hide(this.at),
      "+": () => this.zoom(1.25),
      "-": () => this.zoom(0.8),
      0: () => this.fit(),
    };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(does, event.key)) return;
      event.preventDefault();
      does[event.key]();
    });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); this.close(); }
    });
    // The wheel scrolls the page until the drawing is being used.
    this.canvas.addEventListener("focus", () => { this.cy.userZoomingEnabled(true); this.mark(); });
    this.canvas.addEventListener("blur", () => this.cy.userZoomingEnabled(false));
    this.cy.on("tap", "node", (event) => { this.canvas.focus(); this.go(event.target); this.openNode(event.target); });
    this.cy.on("tap", "edge", (event) => {
      this.at = event.target.source();
      this.link = event.target;
      this.mark();
      this.openLink(event.target);
    });
    this.cy.on("tap", (event) => { if (event.target === this.cy) this.canvas.focus(); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.cy.style(looks()));
    // On paper it is the picture as it is seen.
    addEventListener("resize", () => this.cy.resize());
  }
}

/** @param {any} date */
function when(date) {
  const line = document.createDocumentFragment();
  if (date === null) return line;
  if (date.edtf !== null) line.append(`, ${date.edtf}`);
  if (date.text !== null) line.append(" (“", isolated(date.text), "”)");
  return line;
}

const holders = [...document.querySelectorAll("div.drawing[data-elements]")];
if (holders.length > 0) {
  try {
    const { default: cytoscape } = await import("./vendor/cytoscape-3.35.0/cytoscape.esm.min.mjs");
    for (const holder of holders) {
      const elements = await asked(holder.dataset.elements);
      if (elements.nodes.length === 0) continue;
      await new Drawing(holder, elements, cytoscape).restore();
    }
  } catch (error) {
    // What was there before stays, and says the same.
    const line = element("p", { class: "quiet" }, `The drawing cannot be made: ${error.message}`);
    holders[0].append(line);
  }
}
