// Segments: the words with their context, both readings side by side, and the verdicts on disagreements.

/** The verdicts chosen on this page, by disagreement. They are recorded only when their commands are run. */
const drafts = new Map();
/** The coder who decides; empty for the project's default coder. */
let decider = "";
let nForms = 0;

/** How many cards are drawn at first; more are drawn on request, and all before printing. */
const AT_ONCE = 60;

function segmentCard(unit, pair, disagreements, options = {}) {
  const where = [unit.participant, unit.document, unit.turn !== undefined && unit.turn !== null && `turn ${unit.turn}`,
    unit.speaker && `speaker ${unit.speaker}`, clock(unit.time_ms)].filter(Boolean);
  const card = el("article", { class: "card", tabindex: "-1", "data-unit": unit.id },
    el("p", { class: "where" }, options.number && el("span", { class: "number" }, `${options.number}`),
      where.flatMap((part, i) => [i > 0 && " · ", name(part)])),
    quote(unit, pair),
    el("div", { class: "readings" }, [pair.first, pair.second].map((side, i) => reading(unit, pair, side, i))),
    others(unit, pair),
    disagreements.map((d) => dispute(d, options.open === true)));
  return card;
}

/** The words, with what was marked underlined: by the first side in a line, by the second in dots. */
function quote(unit, pair) {
  return el("blockquote", { dir: "auto" },
    unit.before && el("span", { class: "around" }, unit.before, " "),
    el("span", { class: "words" }, markedWords(unit, pair)),
    unit.after && el("span", { class: "around" }, " ", unit.after));
}

/** The code points of the unit that each of the two sides marked, as stretches of it. */
function stretches(unit, pair) {
  const length = Array.from(unit.text ?? "").length;
  if (typeof unit.start !== "number") return [[], []];
  return [pair.first, pair.second].map((side) =>
    list(unit.readings)
      .filter((r) => r.side === side)
      .flatMap((r) => list(r.marked))
      .map(([from, to]) => [Math.max(0, from - unit.start), Math.min(length, to - unit.start)])
      .filter(([from, to]) => from < to));
}

/** Underlines nothing if whoever marked the unit marked all of it. */
function isUnderlined(unit, bySide) {
  const length = Array.from(unit.text ?? "").length;
  return bySide.some((parts) => parts.length > 0 && !parts.some(([from, to]) => from === 0 && to === length));
}

function markedWords(unit, pair) {
  const letters = Array.from(unit.text ?? "");
  const bySide = stretches(unit, pair);
  if (!isUnderlined(unit, bySide)) return [unit.text ?? ""];
  const cuts = [...new Set([0, letters.length, ...bySide.flat(2)])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i];
    const covers = (parts) => parts.some(([a, b]) => a <= from && b >= to);
    const className = [covers(bySide[0]) && "by-first", covers(bySide[1]) && "by-second"].filter(Boolean).join(" ");
    const text = letters.slice(from, to).join("");
    return className ? el("span", { class: className }, text) : text;
  });
}

function labelsOf(unit, side) {
  return list(unit.readings).filter((r) => r.side === side).flatMap((r) => list(r.codes)).map((code) => code.label);
}

function reading(unit, pair, side, i) {
  const own = list(unit.readings).filter((r) => r.side === side);
  const other = labelsOf(unit, i === 0 ? pair.second : pair.first);
  const comparable = !isRun(pair.first) && !isRun(pair.second);
  const codes = own.flatMap((r) => list(r.codes));
  const bySide = stretches(unit, pair);
  const isMarked = bySide[i].length > 0 && isUnderlined(unit, bySide);
  if (own.length === 0 && list(unit.readings).length > 0 && !isRun(side)) {
    return el("div", { class: "reading" }, el("h4", {}, name(sideName(side))), el("p", { class: "quiet" }, "did not work on this document"));
  }
  const lines = codes.map((code) => {
    const alone = comparable && !other.includes(code.label);
    return el("li", {}, el("span", { class: alone ? "code alone" : "code", dir: "auto" }, code.label),
      code.memo && el("p", { class: "memo", dir: "auto" }, code.memo));
  });
  for (const r of isRun(side) ? own : []) {
    lines.push(r.noise ? el("li", { class: "quiet" }, "noise: in no candidate") : el("li", {}, el("span", { class: "code", dir: "auto" }, candidateWords(r))));
  }
  return el("div", { class: "reading" },
    el("h4", {}, name(sideName(side)), isMarked && el("span", { class: i === 0 ? "mark by-first" : "mark by-second" }, "marked")),
    lines.length ? el("ul", {}, lines) : el("p", { class: "quiet" }, isRun(side) ? "in no candidate" : "no code"));
}

/** The readings of the sides that are not in the pair. */
function others(unit, pair) {
  const rest = list(view.sides).filter((side) => side.id !== pair.first && side.id !== pair.second);
  const said = rest.map((side) => {
    const own = list(unit.readings).filter((r) => r.side === side.id);
    const words = own.flatMap((r) => (isRun(side.id) ? [r.noise ? "noise" : candidateWords(r)] : list(r.codes).map((code) => code.label))).filter(Boolean);
    return [name(side.name), ": ", words.length ? words.flatMap((word, i) => [i > 0 && ", ", name(word)]) : "no code"];
  });
  if (!said.length) return null;
  return el("p", { class: "others" }, said.flatMap((words, i) => [i > 0 ? "; " : "Also ", ...words.flat()]));
}

function dispute(d, isOpen) {
  const verdict = d.verdict?.verdict ? d.verdict : null;
  const form = verdictForm(d);
  return el("div", { class: "dispute" },
    el("p", {}, el("code", { class: "id" }, d.id), " ", kindWords(d.kind, d), verdict ? "" : " · open"),
    verdict && el("p", { class: "verdict" }, "Decided: ", name(verdictWords(verdict.verdict, d), "label"), verdict.reason && [" – ", name(verdict.reason)],
      (verdict.by || verdict.at) && el("span", { class: "quiet" }, " (", name([verdict.by, verdict.at && String(verdict.at).slice(0, 10)].filter(Boolean).join(", ")), ")")),
    el("details", { class: "record", open: isOpen && !verdict }, el("summary", {}, verdict ? "Decide again" : "Decide"), form),
    verdict?.readings_changed && el("p", { class: "quiet" }, "A side has changed its reading since this was decided."),
    !verdict && el("p", { class: "on-paper" }, VERDICTS.flatMap((v) => ["☐ ", name(verdictWords(v, d)), "  "]), el("span", { class: "rule" }, "Reason")));
}

/** Chooses a verdict and words its command; it records nothing itself. */
function verdictForm(d) {
  const group = `verdict-${nForms++}`;
  const draft = drafts.get(d.id) ?? {};
  const command = el("code", { class: "command" });
  const reason = el("input", { type: "text", value: draft.reason, placeholder: "why", "aria-label": "Reason", dir: "auto" });
  const chosen = () => form.querySelector("input:checked")?.value ?? null;
  const copies = copyButton(() => command.textContent, "Copy");
  const redraw = () => {
    command.textContent = commandOf(d, chosen() ?? "…", reason.value.trim());
    copies.disabled = !chosen();
  };
  const changed = () => {
    drafts.set(d.id, { disagreement: d, verdict: chosen(), reason: reason.value.trim() });
    redraw();
    document.dispatchEvent(new Event("drafts"));
  };
  reason.addEventListener("input", changed);
  const form = el("div", { class: "form" },
    el("div", { role: "radiogroup", "aria-label": "Verdict" }, VERDICTS.map((verdict) =>
      el("label", {}, el("input", { type: "radio", name: group, value: verdict, checked: draft.verdict === verdict, change: changed }), " ", name(verdictWords(verdict, d))))),
    reason, view.verdict_command && el("p", { class: "copy" }, command, copies));
  redraw();
  form.redraw = redraw;
  return form;
}

const windows = /win/i.test(navigator.platform ?? "");

/** One word of a command line, quoted for PowerShell on Windows and for a POSIX shell elsewhere. */
function quoted(text) {
  const clean = String(text).replace(/[\u0000-\u001f\u007f]+/g, " ");
  if (/^[\w.\/-]+$/.test(clean) && !clean.startsWith("-")) return clean;
  return windows ? `'${clean.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'` : `'${clean.replaceAll("'", "'\\''")}'`;
}

/** The command that gives a verdict, in the words of the front end that made the page; empty if it gave none. */
function commandOf(d, verdict, reason) {
  const command = view.verdict_command;
  if (!command) return "";
  return [...list(command.start).map(quotedUnlessPlain), quoted(d.id), verdict, ...list(command.sides).map(quotedUnlessPlain),
    ...(decider ? [command.coder, quoted(decider)] : []), command.reason, reason ? quoted(reason) : '"…"'].join(" ");
}

/** A word of a command as the front end gives it: an option stays as it is. */
function quotedUnlessPlain(word) {
  return /^--[a-z-]+$/.test(word) ? word : quoted(word);
}

function copyButton(text, label) {
  const said = el("button", { type: "button", class: "plain", click: async () => {
    const copied = await copy(text());
    said.textContent = copied ? "Copied" : "Not copied";
    setTimeout(() => { said.textContent = label; }, 1500);
  } }, label);
  return said;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { class: "off-screen" });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

/** Draws cards in batches; the rest is drawn by a button, or before printing. */
function cardList(entries, card) {
  const box = el("div", { class: "cards" });
  let drawn = 0;
  const more = el("button", { type: "button", class: "plain more", click: () => draw(AT_ONCE) });
  const draw = (n) => {
    const to = Math.min(entries.length, drawn + n);
    more.remove();
    for (; drawn < to; drawn++) box.append(card(entries[drawn], drawn));
    if (drawn < entries.length) {
      more.textContent = `Show more (${count(entries.length - drawn)} left)`;
      box.append(more);
    }
  };
  box.drawAll = () => draw(entries.length);
  draw(AT_ONCE);
  return box;
}

/** The segments of a cell. */
function drawSegments(pair, state, kept, close) {
  if (!state.cell) {
    return [el("p", { class: "quiet hint" }, "Choose a cell to read its segments. The arrow keys move between the cells, Enter opens one, Esc closes it.")];
  }
  const found = unitsAt(pair, state.cell, kept);
  return [
    el("div", { class: "panel-head" },
      el("h2", { tabindex: "-1" }, placeWords(pair, state.cell)),
      el("button", { type: "button", class: "plain", click: close }, "Close")),
    el("p", { class: "quiet" }, byCharacter ? amount(found.length, "stretch", "stretches") : amount(found.length, "unit"), kept ? ", as filtered" : ""),
    cardList(found, (unit) => segmentCard(unit, pair, disagreementsOf(unit, pair))),
  ];
}

/** The disagreements of a pair that pass the filters, in the chosen order. */
function entriesOf(pair, state, kept) {
  const found = [];
  for (const unit of units.values()) {
    if (kept && !kept.has(unit.id)) continue;
    for (const d of disagreementsOf(unit, pair)) if (concerns(d, state.filters)) found.push({ unit, d });
  }
  if (state.order === "codes") {
    const key = ({ unit }) => [pair.first, pair.second].map((side) => labelsOf(unit, side).sort().join(" + ")).join(" × ");
    const keys = new Map(found.map((entry) => [entry, key(entry)]));
    found.sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : a.unit.position - b.unit.position));
  }
  return found;
}

/** The list that a consensus meeting works through. */
function drawList(pair, state, kept, change) {
  const all = [...units.values()].flatMap((unit) => disagreementsOf(unit, pair));
  if (all.length === 0) {
    return [el("p", { class: "quiet" }, `There are no ${WORD.many} between these two.`)];
  }
  const found = entriesOf(pair, state, kept);
  const nDecided = all.filter(decided).length;
  const order = el("select", { id: "order", change: (event) => change({ order: event.target.value }) },
    [["documents", "as in the documents"], ["codes", "by pairs of codes"]].map(([value, words]) => el("option", { value, selected: state.order === value }, words)));
  return [
    el("div", { class: "list-head" },
      el("p", { class: "tally" }, el("strong", {}, `${count(nDecided)} of ${count(all.length)} decided`), found.length < all.length && ` · ${count(found.length)} shown`),
      el("progress", { max: all.length, value: nDecided, "aria-label": "decided" }),
      el("label", {}, "Order ", order),
      el("label", {}, "Decided by ", deciderField()),
      el("span", { class: "quiet keys" }, el("kbd", {}, "j"), " next, ", el("kbd", {}, "k"), " previous"),
      el("button", { type: "button", class: "plain", click: () => print() }, "Print")),
    el("div", { class: "drafts" }),
    found.length
      ? cardList(found, ({ unit, d }, i) => segmentCard(unit, pair, [d], { number: i + 1, open: true }))
      : el("p", { class: "quiet" }, "None matches the filters."),
  ];
}

/** The field for the coder who decides; all commands use this name. */
function deciderField() {
  const field = el("input", { type: "text", id: "decider", value: decider, placeholder: "the project’s coder", dir: "auto", input: () => {
    decider = field.value.trim();
    for (const form of document.querySelectorAll(".form")) form.redraw?.();
  } });
  return field;
}

/** Says what was chosen here and not yet recorded, with the commands that record it. */
function drawDrafts(box) {
  const chosen = [...drafts.values()].filter((draft) => draft.verdict);
  const ready = chosen.filter((draft) => draft.reason);
  const wanting = chosen.length - ready.length;
  const commands = () => ready.map((draft) => commandOf(draft.disagreement, draft.verdict, draft.reason)).join("\n");
  box.replaceChildren(...(chosen.length
    ? [`${amount(chosen.length, "verdict")} chosen here and not yet recorded`, wanting ? `; ${count(wanting)} without a reason. ` : ". ",
      ready.length ? copyButton(commands, ready.length === 1 ? "Copy its command" : `Copy ${count(ready.length)} commands`) : ""]
    : [view.verdict_command ? "Run the command next to a verdict to record it. This page saves nothing." : "This page saves no verdict."]));
}
