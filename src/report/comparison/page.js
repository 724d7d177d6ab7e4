// The page: the address holds what is shown, so that a cell can be linked and the back button works.

const FILTERS = ["code", "participant", "document", "kind", "state"];
const box = (id) => document.getElementById(id);
let state = fromAddress();
let opener = null;

function fromAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const between = (asked.get("pair") ?? "").split(",");
  const index = pairs.findIndex((pair) => pair.first === between[0] && pair.second === between[1]);
  const pair = pairs[Math.max(0, index)] ?? {};
  const grid = gridOf(pair);
  const [r, c] = placeOf(asked.get("cell") ?? "");
  const inside = (i, lines) => i === "*" || (Number.isInteger(i) && i >= 0 && i < lines.length);
  const cell = grid && inside(r, grid.rows) && inside(c, grid.columns) && !(r === "*" && c === "*") ? [r, c] : null;
  const one = (key, allowed) => (allowed.includes(asked.get(key)) ? asked.get(key) : null);
  return {
    pair, cell,
    view: one("view", ["list", "figures"]) ?? "grid",
    sort: one("sort", ["codebook", "differs", "matched"]) ?? (grid && !grid.same && grid.partner.size ? "matched" : "codebook"),
    order: one("order", ["codes"]) ?? "documents",
    filters: Object.fromEntries(FILTERS.map((key) => [key, asked.get(key) || null])),
  };
}

function address() {
  const parts = new URLSearchParams();
  if (pairs.length > 1) parts.set("pair", `${state.pair.first},${state.pair.second}`);
  if (state.view !== "grid") parts.set("view", state.view);
  if (state.cell) parts.set("cell", state.cell.join(","));
  parts.set("sort", state.sort);
  if (state.order !== "documents") parts.set("order", state.order);
  for (const key of FILTERS) if (state.filters[key]) parts.set(key, state.filters[key]);
  return `#${parts.toString().replaceAll("%2C", ",")}`;
}

/** Changes what is shown, and the address with it. */
function change(what, { isStep = false } = {}) {
  if (what.pair && what.pair !== state.pair) {
    const grid = gridOf(what.pair);
    what = { cell: null, filters: {}, sort: grid && !grid.same && grid.partner.size ? "matched" : "codebook", ...what };
  }
  state = { ...state, ...what };
  try {
    history[isStep ? "pushState" : "replaceState"](null, "", address());
  } catch {
    // If a browser does not allow the history of local files, the page works without an address.
  }
  draw();
}

function draw() {
  const { pair } = state;
  const filters = state.filters;
  const kept = passing(pair, filters);
  // An element that is drawn again keeps its id, and so the focus.
  const focused = document.activeElement?.id;
  drawHeading();
  drawViews();
  drawFilters(pair, kept);
  for (const key of ["grid", "list", "figures"]) box(`${key}-view`).hidden = state.view !== key;
  if (state.view === "grid") drawGridView(pair, kept);
  if (state.view === "list") box("list-view").replaceChildren(...drawList(pair, state, kept, change));
  if (state.view === "figures") {
    box("figures-view").replaceChildren(...drawFigures(pair, (code) => change({ view: "grid", cell: null, filters: { code } }, { isStep: true })));
  }
  redrawDrafts();
  if (focused) box(focused)?.focus({ preventScroll: true });
}

function redrawDrafts() {
  for (const place of document.querySelectorAll(".drafts")) drawDrafts(place);
}

function drawGridView(pair, kept) {
  if (!gridOf(pair)) {
    box("grid-view").replaceChildren(el("p", { class: "quiet" }, "There is no grid to show."));
    return;
  }
  const scrolled = document.querySelector(".grid-box");
  const at = scrolled ? [scrolled.scrollLeft, scrolled.scrollTop] : [0, 0];
  const panel = el("aside", { class: "segments", "aria-label": "Segments of the cell" }, drawSegments(pair, state, kept, closeCell), state.cell && [...units.values()].some((unit) => disagreementsOf(unit, pair).length) ? el("div", { class: "drafts" }) : null);
  const sorts = [["codebook", "codebook order"], ["differs", reflexive ? "where readings differ most" : "most disagreement first"],
    !gridOf(pair)?.same && gridOf(pair)?.partner.size > 0 && ["matched", "candidates next to their codes"]].filter(Boolean);
  box("grid-view").replaceChildren(
    el("div", { class: "grid-half" },
      el("p", { class: "sorting" }, el("label", {}, "Order ", el("select", { id: "sort", change: (event) => change({ sort: event.target.value }) },
        sorts.map(([value, words]) => el("option", { value, selected: value === state.sort }, words))))),
      drawGrid(pair, state, kept, openCell)),
    panel);
  document.querySelector(".grid-box")?.scrollTo(...at);
}

function openCell(cell) {
  opener = cell;
  change({ cell }, { isStep: true });
  const head = document.querySelector(".segments h2");
  head?.focus({ preventScroll: true });
  head?.scrollIntoView({ block: "nearest" });
}

function closeCell() {
  const place = (opener ?? state.cell ?? []).join(",");
  change({ cell: null }, { isStep: true });
  box(`at-${place}`)?.focus();
}

function drawHeading() {
  const { pair } = state;
  const unit = view.unit ?? {};
  const about = (id) => {
    const side = sides.get(id) ?? {};
    const said = [typeof side.n_codings === "number" && amount(side.n_codings, "coding"),
      typeof side.n_units === "number" && `${isRun(id) ? "a clustering run, with " : "on "}${unitWords(side.n_units)}${isRun(id) ? " in candidates" : ""}`,
      side.n_documents > 0 && !isRun(id) && `in ${amount(side.n_documents, "document")}`].filter(Boolean);
    return [name(sideName(id), "label"), said.length > 0 && `: ${said.join(" ")}`];
  };
  const facts = [
    unit.words && ["Units", [typeof unit.n_units === "number" && `${count(unit.n_units)} `, unit.words, unit.n_uncoded > 0 && `; nobody coded ${count(unit.n_uncoded)} of them`]],
    unit.rule && ["Rule", unit.rule],
    view.level && ["Level", view.level],
    view.approach && ["Approach", reflexive ? "reflexive thematic analysis" : String(view.approach).replaceAll("-", " ")],
  ].filter(Boolean);
  const compared = [
    pair.first !== undefined && ["Rows", about(pair.first)],
    pair.second !== undefined && ["Columns", about(pair.second)],
  ].filter(Boolean);
  const between = pair.first === undefined ? ["Nothing is compared"]
    : [name(sideName(pair.first)), isRun(pair.first) || isRun(pair.second) ? " compared with " : " and ", name(sideName(pair.second))];
  const notices = list(view.notices);
  box("heading").replaceChildren(...[
    view.title && el("p", { class: "study" }, name(view.title), " · ", reflexive ? "where readings differ" : "codings compared"),
    el("h1", {}, between),
    el("div", { class: "about" },
      (pairs.length > 1 ? [[...facts, ...compared]] : [facts, compared]).map((terms) => terms.length > 0 && el("dl", {}, terms.map(([term, words]) => [el("dt", {}, term), el("dd", {}, words)]))),
      el("div", { class: "which" }, pairSelector(), matrix())),
    view.summary?.message && el("p", { class: "summary" }, sentence(ended(view.summary.message))),
    notices.length > 0 && el("ul", { class: "notices" }, notices.map((notice) => el("li", {}, sentence(notice.message)))),
  ].filter(Boolean));
}

function pairSelector() {
  if (pairs.length < 2) return null;
  return el("label", {}, "Compared ", el("select", { id: "pair", change: (event) => change({ pair: pairs[event.target.value] }, { isStep: true }) },
    pairs.map((pair, i) => el("option", { value: i, selected: pair === state.pair }, `${sideName(pair.first)} × ${sideName(pair.second)}`))));
}

/** Each side with each other; a cell chooses the pair. */
function matrix() {
  const m = view.overall;
  if (!m || !showsFigures || list(m.sides).length < 3) return null;
  const cell = (a, b, i, j) => {
    if (a === b) return el("td", { class: "self" });
    const value = m.values?.[i]?.[j] ?? m.values?.[j]?.[i];
    const pair = pairs.find((p) => (p.first === a && p.second === b) || (p.first === b && p.second === a));
    const text = typeof value?.value === "number" ? figure(value.value, 2) : "undef.";
    const words = `${sideName(a)} and ${sideName(b)}: ${typeof value?.value === "number" ? text : value?.undefined_because ?? "undefined"}`;
    return el("td", {}, pair ? el("button", { type: "button", id: `matrix-${i}-${j}`, class: "cell", title: words, "aria-label": words, "aria-pressed": String(pair === state.pair), click: () => change({ pair }, { isStep: true }) }, text) : text);
  };
  return el("div", { class: "matrix" },
    el("table", {}, el("caption", {}, measureName(m.coefficient ?? "")), el("thead", {}, el("tr", {}, el("td"), m.sides.map((b) => el("th", { scope: "col" }, name(sideName(b)))))),
      el("tbody", {}, m.sides.map((a, i) => el("tr", {}, el("th", { scope: "row" }, name(sideName(a))), m.sides.map((b, j) => cell(a, b, i, j)))))),
    m.differs_most !== null && m.differs_most !== undefined && el("p", { class: "note" }, name(sideName(m.differs_most), "label"), " differs most from the others."));
}

function drawViews() {
  const nDisputes = [...units.values()].reduce((sum, unit) => sum + disagreementsOf(unit, state.pair).length, 0);
  const named = [["grid", reflexive ? "Readings side by side" : "Grid"], ["list", `${reflexive ? "Where readings differ" : "Disagreements"} ${nDisputes ? count(nDisputes) : ""}`], ["figures", "Figures"]];
  box("views").replaceChildren(...named.map(([key, words]) => el("button", { type: "button", id: `to-${key}`, "aria-current": state.view === key ? "page" : null, click: () => change({ view: key }, { isStep: true }) }, words.trim())));
}

function drawFilters(pair, kept) {
  const form = box("filters");
  const listed = (n) => (byCharacter ? amount(n, "stretch", "stretches") : kept && n === kept.size && n !== units.size ? count(n) : amount(n, "unit"));
  form.hidden = state.view === "figures" || units.size === 0;
  const grid = gridOf(pair);
  const among = (key) => [...new Set([...units.values()].map((unit) => unit[key]).filter((value) => typeof value === "string" && value))].map((value) => [value, value]);
  const codes = [...new Set([...(grid?.rows ?? []), ...(grid?.same ? [] : grid?.columns ?? [])].filter((line) => !apart(line)).map((line) => line.label))].map((value) => [value, value]);
  const disputes = [...units.values()].flatMap((unit) => disagreementsOf(unit, pair));
  const kinds = ["different", "partial", "only-first", "only-second"].filter((kind) => disputes.some((d) => d.kind === kind)).map((kind) => [kind, kindWords(kind, pair)]);
  const fields = [["code", grid?.same ? "Code" : "Code or candidate", codes], ["participant", "Participant", among("participant")], ["document", "Document", among("document")],
    disputes.length && ["kind", "Kind", [["any", `any ${WORD.one}`], ...kinds]], disputes.length && ["state", "Verdict", [["open", "open"], ["decided", "decided"]]]]
    .filter((field) => field && field[2].length > 1);
  form.replaceChildren(
    ...fields.map(([key, title, options]) => el("label", {}, el("span", {}, title),
      el("select", { id: `filter-${key}`, dir: "auto", class: state.filters[key] ? "chosen" : null, change: (event) => change({ filters: { ...state.filters, [key]: event.target.value || null } }) },
        el("option", { value: "" }, "all"), options.map(([value, words]) => el("option", { value, selected: state.filters[key] === value }, words))))),
    el("p", { class: "passed" }, kept ? `${listed(kept.size)} of ` : "", listed(units.size), " listed ",
      kept && el("button", { type: "button", class: "plain", click: () => change({ filters: {} }) }, "Clear")));
}

/** j and k go to the next and the previous card, Esc closes the cell. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && state.view === "grid" && state.cell) return closeCell();
  const typing = event.target.closest?.("select, textarea, input[type=text]");
  if (typing || !["j", "k"].includes(event.key)) return;
  const cards = [...document.querySelectorAll(".card")].filter((card) => card.offsetParent !== null);
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[event.key === "j" ? at + 1 : Math.max(0, at - 1)];
  if (event.key === "j" && !next) document.querySelector("section:not([hidden]) .more")?.click();
  const goal = next ?? document.querySelectorAll("section:not([hidden]) .card")[at + 1];
  goal?.focus({ preventScroll: true });
  goal?.scrollIntoView({ block: "start" });
});

document.addEventListener("drafts", redrawDrafts);
box("filters").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", () => { state = fromAddress(); draw(); });
addEventListener("beforeprint", () => { for (const cards of document.querySelectorAll("section:not([hidden]) .cards")) cards.drawAll?.(); });
addEventListener("beforeunload", (event) => { if (drafts.size) event.preventDefault(); });

box("footer").replaceChildren(`Made by Themata${view.version ? ` ${view.version}` : ""}. This page contains everything that it shows; it sends nothing and loads nothing.`);
draw();
