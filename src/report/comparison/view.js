// The data of the page: looked up, filtered, and put into words.

const view = readView();
const sides = new Map(list(view.sides).map((side) => [side.id, side]));
const units = new Map(list(view.units).map((unit, position) => [unit.id, { ...unit, position }]));
const pairs = list(view.pairs);
const reflexive = view.approach === "reflexive";
const showsFigures = view.show_coefficients !== false;
const byCharacter = view.unit?.kind === "character";
const WORD = reflexive ? { one: "difference", many: "differences" } : { one: "disagreement", many: "disagreements" };

function readView() {
  try {
    const read = JSON.parse(document.getElementById("view").textContent);
    return read && typeof read === "object" ? read : {};
  } catch {
    return { notices: [{ message: "The data of this page cannot be read." }] };
  }
}

function list(value) {
  return Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : [];
}

/** An element. Children are nodes or strings, and strings become text: nothing is ever read as markup. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A name or label inside a sentence, in its own writing direction. */
function name(text, className) {
  return el("bdi", { class: className }, String(text ?? ""));
}

/** Words between backticks are labels: set as such. */
function sentence(text) {
  return String(text).split(/`([^`]*)`/).map((part, i) => (i % 2 ? name(part, "label") : part));
}

/** A sentence with a capital letter first and a full stop last. */
function ended(words) {
  const text = String(words);
  return text.replace(/^./u, (first) => first.toUpperCase()) + (/[.!?]$/.test(text) ? "" : ".");
}

function count(n) {
  return Number(n).toLocaleString("en");
}

function amount(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** Counts units; a stretch of characters counts as its length. */
function unitWords(n) {
  return byCharacter ? amount(n, "character") : amount(n, "unit");
}

function weight(unit) {
  return byCharacter && unit ? unit.end - unit.start : 1;
}

function sideName(id) {
  return sides.get(id)?.name ?? String(id ?? "");
}

function isRun(id) {
  return sides.get(id)?.kind === "run";
}

function clock(ms) {
  if (typeof ms !== "number") return null;
  const s = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(s / 60);
  return minutes < 60 ? `${minutes}:${two(s % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(s % 60)}`;
}

/** The disagreements of a unit between the two sides of a pair. */
function disagreementsOf(unit, pair) {
  return list(unit?.disagreements).filter(
    (d) => (d.first === pair.first && d.second === pair.second) || (d.first === pair.second && d.second === pair.first),
  );
}

function decided(disagreement) {
  return Boolean(disagreement.verdict?.verdict);
}

/** Says how two sides differ. A candidate is read as the code that it was matched to. */
function kindWords(kind, { first, second }) {
  const run = [first, second].find(isRun);
  const coder = sideName(first === run ? second : first);
  const words = run
    ? {
        different: "a candidate that matches another code, or none",
        "only-first": `coded by ${coder}, noise in the run`,
        "only-second": `in a candidate with a code, not coded by ${coder}`,
      }
    : {
        different: "different codes",
        partial: "some codes in common",
        "only-first": `coded by ${sideName(first)} only`,
        "only-second": `coded by ${sideName(second)} only`,
      };
  return words[kind] ?? String(kind);
}

const VERDICTS = ["first", "second", "both", "neither", "codebook-unclear"];

function verdictWords(verdict, d) {
  const words = {
    first: sideName(d.first),
    second: sideName(d.second),
    both: "both",
    neither: "neither",
    "codebook-unclear": "the codebook is unclear",
  };
  return words[verdict] ?? String(verdict);
}

/** A grid with its cells looked up by place, and whether a place is on the outlined line of agreement or matching. */
function gridOf(pair) {
  if (!pair.grid) return null;
  if (pair.prepared) return pair.prepared;
  const { cells } = pair.grid;
  const [rows, columns] = [pair.grid.rows, pair.grid.columns].map((lines) => list(lines).map((line) => ({ ...line, label: lineWords(line) })));
  const at = new Map(list(cells).map((cell) => [`${cell.row},${cell.column}`, cell]));
  const same = pair.grid.same_labels === true;
  const key = (line) => (line.none ? "none" : line.id ?? line.label);
  const place = new Map(columns.map((line, c) => [key(line), c]));
  const partner = new Map();
  rows.forEach((line, r) => {
    if (same) partner.set(r, place.get(key(line)));
  });
  if (!same) {
    for (const match of list(pair.partition?.matching?.pairs)) {
      const r = rows.findIndex((line) => !apart(line) && line.label === match.code_label);
      const c = columns.findIndex((line) => !apart(line) && line.label === match.cluster_label);
      if (r >= 0 && c >= 0) partner.set(r, c);
    }
  }
  const membership = new Map();
  for (const cell of at.values()) {
    for (const id of list(cell.units)) {
      if (!membership.has(id)) membership.set(id, []);
      membership.get(id).push(cell);
    }
  }
  pair.prepared = { rows, columns, at, same, partner, membership };
  return pair.prepared;
}

/** Names a candidate by its letters or number and its label, because labels may occur twice. */
function lineWords(line) {
  return isCandidate(line) ? candidateWords(line) : String(line.label ?? "");
}

/** Tells whether a line of the grid or a reading is a candidate: a theme has letters, a code a number. */
function isCandidate({ candidate }) {
  return ["string", "number"].includes(typeof candidate);
}

function candidateWords({ candidate, label }) {
  const named = typeof candidate === "string" ? `candidate theme ${candidate}` : typeof candidate === "number" && `candidate code ${candidate}`;
  return [named, label].filter(Boolean).join(": ");
}

/** Tells whether a line of the grid is “no code” or noise. */
function apart(line) {
  return Boolean(line.none || line.noise);
}

/** The ids of the units that pass the filters, or null without filters. */
function passing(pair, filters) {
  if (!Object.values(filters).some(Boolean)) return null;
  const grid = gridOf(pair);
  const kept = new Set();
  for (const unit of units.values()) {
    if (filters.participant && unit.participant !== filters.participant) continue;
    if (filters.document && unit.document !== filters.document) continue;
    if (filters.code) {
      const cells = grid?.membership.get(unit.id) ?? [];
      if (!cells.some((cell) => [grid.rows[cell.row], grid.columns[cell.column]].some((line) => line?.label === filters.code))) continue;
    }
    if ((filters.kind || filters.state) && !disagreementsOf(unit, pair).some((d) => concerns(d, filters))) continue;
    kept.add(unit.id);
  }
  return kept;
}

/** Tells whether a disagreement has the kind and state that the filters name. */
function concerns(d, filters) {
  if (filters.kind && filters.kind !== "any" && d.kind !== filters.kind) return false;
  return !filters.state || decided(d) === (filters.state === "decided");
}

function cellCount(cell, kept) {
  if (!cell) return 0;
  if (!kept && typeof cell.n === "number") return cell.n;
  return list(cell.units).reduce((sum, id) => sum + (!kept || kept.has(id) ? weight(units.get(id)) : 0), 0);
}

/** The units of a cell, a row (`[r, "*"]`) or a column (`["*", c]`), in the order of the documents. */
function unitsAt(pair, [row, column], kept) {
  const found = new Set();
  for (const cell of gridOf(pair).at.values()) {
    if ((row === "*" || cell.row === row) && (column === "*" || cell.column === column)) {
      for (const id of list(cell.units)) if (!kept || kept.has(id)) found.add(id);
    }
  }
  return [...found].map((id) => units.get(id)).filter(Boolean).sort((a, b) => a.position - b.position);
}
