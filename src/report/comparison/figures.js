// Figures: coefficients with their intervals drawn on one axis, or the reason why there is none.

const AXIS = { low: -0.2, high: 1, ticks: [-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1] };
const SVG = document.getElementById("drawing").content.firstElementChild.namespaceURI;

/** The names of the measures, in the order in which they are shown, and their names for narrow columns. */
const NAMES = new Map(list(view.measures).map((measure) => [measure.key, String(measure.name)]));
const SHORT_NAMES = new Map(list(view.measures).filter((measure) => measure.short_name).map((measure) => [measure.key, measure.short_name]));

function measureName(key) {
  const name = (NAMES.get(key) ?? key.replaceAll("_", " ")).replaceAll("'", "’");
  return /^[a-z]/.test(name) ? name[0].toUpperCase() + name.slice(1) : name;
}

/** Formats figures between −1 and 1 as journals do: .714, −.023, 1.000. */
function figure(value, digits = 3) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "";
  const text = Math.abs(value).toFixed(digits).replace(/^0\./, ".");
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The figures of clusters and codes in one list, each with its value by chance. */
function partitionFigures(pair) {
  const { measures: found, matching: matched } = pair.partition ?? {};
  const { b_cubed: b, ...rest } = found ?? {};
  const all = { ...rest, b_cubed_precision: b?.precision, b_cubed_recall: b?.recall, b_cubed_f1: b?.f1,
    matched_accuracy: matched?.accuracy, mean_f1: matched?.mean_f1, kappa_after_matching: matched?.kappa_after_matching };
  return Object.entries(all).filter(([, value]) => value).map(([key, value]) => [key, { ...value, baseline: value.by_chance && { ...value.by_chance, p95: value.by_chance.high } }]);
}

function isFigure(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) && ("value" in value || "undefined_because" in value);
}

function x(value) {
  const inside = Math.min(AXIS.high, Math.max(AXIS.low, value));
  return `${2 + (96 * (inside - AXIS.low)) / (AXIS.high - AXIS.low)}%`;
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function line(from, to, y1, y2, className) {
  return svg("line", { x1: x(from), x2: x(to), y1, y2, class: className });
}

/** A dot for the value, a line for its interval, a tick for its value by chance. */
function drawing(agreement) {
  const parts = [line(AXIS.low, AXIS.high, 10, 10, "axis"), ...AXIS.ticks.map((tick) => line(tick, tick, tick === 0 ? 3 : 8, tick === 0 ? 17 : 12, "axis"))];
  const base = agreement.baseline;
  if (typeof base?.mean === "number") parts.push(line(base.mean, base.mean, 2, 18, "chance"));
  if (typeof base?.p95 === "number") parts.push(line(base.p95, base.p95, 6, 14, "chance"));
  const interval = agreement.interval;
  if (interval) parts.push(line(interval.low, interval.high, 10, 10, "interval"));
  if (typeof agreement.value === "number") {
    const below = agreement.value < AXIS.low;
    parts.push(below ? svg("text", { x: x(AXIS.low), y: 14, class: "beyond" }, "◂") : svg("circle", { cx: x(agreement.value), cy: 10, r: 3.5, class: "dot" }));
  }
  return svg("svg", { class: "drawing", height: 20, "aria-hidden": "true" }, ...parts);
}

function axisHead() {
  return svg("svg", { class: "drawing", height: 14, "aria-hidden": "true" },
    ...AXIS.ticks.map((tick) => svg("text", { x: x(tick), y: 11, class: "tick" }, figure(tick, 1).replace(/\.0$/, "") || "0")));
}

function valueCells(agreement, digits) {
  if (typeof agreement?.value !== "number") {
    return [el("td", { colspan: 2, class: "undefined" }, "undefined: ", agreement?.undefined_because ?? "no reason is given")];
  }
  const i = agreement.interval;
  return [
    el("td", { class: "figure" }, el("span", {}, figure(agreement.value, digits)), i && el("span", { class: "range" }, ` [${figure(i.low, digits)}, ${figure(i.high, digits)}]`)),
    el("td", { class: "draws" }, drawing(agreement)),
  ];
}

/** Says once how the intervals of some figures were found. */
function intervalWords(figures) {
  const said = new Set();
  for (const { interval: i } of figures) {
    if (!i) continue;
    const how = i.method === "jackknife"
      ? `a jackknife, each of ${amount(i.n_groups, "interview")} left out in turn`
      : `a bootstrap over ${amount(i.n_groups, "interview")}, ${amount(i.n_draws, "draw")}`;
    said.add(`${Math.round((i.level ?? 0.95) * 100)} % intervals by ${how}.`);
  }
  const left = Math.max(0, ...figures.map((f) => f.interval?.n_undefined ?? 0));
  return [...said, left > 0 && `In up to ${amount(left, "draw")} a figure was undefined; these draws are not counted.`].filter(Boolean).join(" ");
}

/** A table of figures, one to a row. */
function measures(title, entries, foot) {
  const known = [...NAMES.keys()];
  const place = ([key]) => (known.includes(key) ? known.indexOf(key) : known.length);
  const shown = entries.filter(([, value]) => isFigure(value)).sort((a, b) => place(a) - place(b));
  if (!shown.length) return null;
  const based = shown.some(([, value]) => typeof value.baseline?.mean === "number");
  const rows = shown.map(([key, value]) => el("tr", {}, el("th", { scope: "row" }, measureName(key)), valueCells(value, 3),
    based && el("td", { class: "chance-words" }, typeof value.baseline?.mean === "number"
      ? [figure(value.baseline.mean), typeof value.baseline.p95 === "number" && `, 95th percentile ${figure(value.baseline.p95)}`,
        typeof value.baseline.share_at_or_above === "number" && `; as high in ${percent(value.baseline.share_at_or_above)} of them`] : "")));
  return el("section", { class: "figures" }, el("h2", {}, title), el("div", { class: "scroll" },
    el("table", { class: "measures" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Measure"), el("th", { scope: "col" }, "Value [interval]"),
      el("th", { scope: "col", class: "draws" }, axisHead()), based && el("th", { scope: "col" }, "By chance: mean over shuffled labels"))), el("tbody", {}, rows))),
  el("p", { class: "note" }, [intervalWords(shown.map(([, value]) => value)), based && "The tall tick is the mean by chance, the short one its 95th percentile.", foot].filter(Boolean).join(" ")));
}

function percent(share) {
  return share > 0 && share < 0.001 ? "under .1 %" : `${(100 * share).toFixed(share < 0.1 ? 1 : 0).replace(/^0(?=\.)/, "")} %`;
}

/** A table whose columns sort; `columns` are `{title, of, draw, start}`. */
function sortable(rows, columns, caption) {
  let by = null;
  let down = true;
  const body = el("tbody");
  const heads = columns.map((column) => el("th", { scope: "col", class: column.className }, column.of
    ? el("button", { type: "button", class: "sorts", click: () => sortBy(column) }, column.title) : column.title));
  const sortBy = (column) => {
    down = by === column ? !down : column.of(rows[0]) === null || typeof column.of(rows[0]) !== "string";
    by = column;
    draw();
  };
  const draw = () => {
    const order = rows.map((row, i) => ({ row, i, key: by?.of(row) ?? null }));
    if (by) {
      order.sort((a, b) => {
        if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.i - b.i;
        const way = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
        return (down ? -way : way) || a.i - b.i;
      });
    }
    heads.forEach((th, i) => th.setAttribute("aria-sort", columns[i] === by ? (down ? "descending" : "ascending") : "none"));
    body.replaceChildren(...order.map(({ row }) => el("tr", {}, columns.map((column) => column.draw(row)))));
  };
  draw();
  return el("div", { class: "scroll" }, el("table", { class: "measures sorted", "aria-label": caption }, el("thead", {}, el("tr", {}, heads)), body));
}

/** The codes that one side alone uses, of which a row would hold zeros only. */
function ofOneSide(pair, key) {
  const other = key === "first_only" ? "second_only" : "first_only";
  return list(pair.per_code).filter((row) => row.both === 0 && row[other] === 0).map((row) => row.code);
}

function perCode(pair, toCode) {
  const alone = [["first_only", pair.first], ["second_only", pair.second]].map(([key, side]) => [ofOneSide(pair, key), side]).filter(([codes]) => codes.length);
  const apart = new Set(alone.flatMap(([codes]) => codes));
  const rows = list(pair.per_code).filter((row) => !apart.has(row.code));
  const only = alone.map(([codes, side]) => el("p", { class: "note" }, `${amount(codes.length, "code is", "codes are")} used by `, name(sideName(side)), " only: ", codes.flatMap((code, i) => [i ? ", " : "", name(code, "label")]), "."));
  if (!rows.length) return only.length ? el("section", { class: "figures" }, el("h2", {}, "Code by code"), only) : null;
  const number = (title, key) => ({
    title, className: "figure", of: (row) => (typeof row[key] === "number" ? row[key] : null),
    draw: (row) => el("td", { class: "figure" }, typeof row[key] === "number" ? count(row[key]) : ""),
  });
  const agreement = (title, key) => ({
    title, className: "figure", of: (row) => row[key]?.value ?? null,
    draw: (row) => typeof row[key]?.value === "number" ? el("td", { class: "figure" }, figure(row[key].value, 2))
      : el("td", { class: "figure quiet", title: row[key]?.undefined_because ?? "" }, row[key] ? "undef." : ""),
  });
  const has = (key) => rows.some((row) => isFigure(row[key]));
  const keys = [...SHORT_NAMES.keys()].filter(has);
  const reason = (row) => [...new Set(keys.map((key) => row[key]?.undefined_because).filter(Boolean))];
  const columns = [
    { title: "Code", of: (row) => String(row.code), draw: (row) => el("th", { scope: "row" },
      el("button", { type: "button", class: "to-code", title: "its units in the grid", dir: "auto", click: () => toCode(row.code) }, row.code),
      [row.words, ...reason(row).map((why) => `Undefined: ${why}`)].filter(Boolean).map((words) => el("p", { class: "row-words" }, sentence(words)))) },
    number("both", "both"), number(`only ${sideName(pair.first)}`, "first_only"), number(`only ${sideName(pair.second)}`, "second_only"), number("neither", "neither"),
    ...keys.map((key) => agreement(SHORT_NAMES.get(key), key)),
    has("krippendorff_alpha") && { title: axisHead(), className: "draws", of: null, draw: (row) => el("td", { class: "draws" }, typeof row.krippendorff_alpha?.value === "number" ? drawing(row.krippendorff_alpha) : "") },
  ].filter(Boolean);
  return el("section", { class: "figures wide" }, el("h2", {}, "Code by code"), sortable(rows, columns, "Code by code"),
    only,
    el("p", { class: "note" }, "Each code by itself, as coded or not coded. The line shows α. ", intervalWords(rows.map((row) => row.krippendorff_alpha).filter(isFigure))));
}

function matching(pair) {
  const { pairs: matched, missed, invented } = pair.partition?.matching ?? {};
  const rows = [
    ...list(matched).map((m) => ({ code: m.code_label, cluster: m.cluster_label, n: m.n_shared, precision: m.precision, recall: m.recall, f1: m.f1 })),
    ...list(missed).map((m) => ({ code: m.label, n: m.n, most: m.most })),
    ...list(invented).map((m) => ({ cluster: m.label, n: m.n, most: m.most })),
  ];
  if (!rows.length) return null;
  const text = (title, key) => ({ title, of: (row) => row[key] ?? null, draw: (row) => el("td", { dir: "auto" }, row[key] ?? el("span", { class: "quiet" }, row.most ? ["none; most in ", name(row.most.label), ` (${percent(row.most.share)})`] : "none")) });
  const share = (title, key) => ({ title, className: "figure", of: (row) => row[key] ?? null, draw: (row) => el("td", { class: "figure" }, figure(row[key], 2)) });
  const [title, one, other, each] = pair.share_no_label
    ? ["Best one-to-one matching of the codes of both", `Code of ${sideName(pair.first)}`, `Code of ${sideName(pair.second)}`, "each code"]
    : ["Best one-to-one matching of codes and candidates", "Code", "Candidate", "each code and each candidate"];
  return el("section", { class: "figures wide" }, el("h2", {}, title),
    sortable(rows, [text(one, "code"), text(other, "cluster"), { title: "units", className: "figure", of: (row) => row.n ?? null, draw: (row) => el("td", { class: "figure" }, count(row.n ?? 0)) },
      share("precision", "precision"), share("recall", "recall"), share("F1", "f1")], "Matching"),
    el("p", { class: "note" }, "The matching under which most units agree, found afterwards; ", `${each} is matched once at most.`));
}

/** Runs compared with each other. */
function severalRuns() {
  const runs = view.runs ?? {};
  const rows = list(runs.pairs).map((pair) => el("tr", {}, el("th", { scope: "row" }, name(runs.names?.[pair.first]), " and ", name(runs.names?.[pair.second])),
    el("td", { class: "figure" }, count(pair.n_measured)), ["ari", "ami"].map((key) => el("td", { class: "figure" }, typeof pair[key]?.value === "number" ? figure(pair[key].value) : el("span", { class: "undefined" }, pair[key]?.undefined_because ?? ""))),
    el("td", { class: "draws" }, typeof pair.ami?.value === "number" ? drawing(pair.ami) : "")));
  if (!rows.length) return null;
  const named = (at) => runs.names?.[at];
  return el("section", { class: "figures" }, el("h2", {}, "Runs compared with each other"), el("div", { class: "scroll" }, el("table", { class: "measures sorted" },
    el("thead", {}, el("tr", {}, ["Runs", "segments in candidates of both", "ARI", "AMI"].map((title, i) => el("th", { scope: "col", class: i ? "figure" : null }, title)), el("th", { scope: "col", class: "draws" }, axisHead()))), el("tbody", {}, rows))),
  el("p", { class: "note" }, [named(runs.nearest) && `${named(runs.nearest)} is nearest to all others.`, named(runs.most_different) && `${named(runs.most_different)} differs most.`, "The line shows the AMI."].filter(Boolean).join(" ")));
}

function drawFigures(pair, toCode) {
  if (!showsFigures) return [el("p", { class: "quiet" }, "Coefficients were not requested.")];
  const words = (lines) => list(lines).length > 0 && el("ul", { class: "findings" }, list(lines).map((found) => el("li", {}, sentence(found.message))));
  const segmentation = pair.segmentation ?? {};
  const several = view.overall ?? {};
  const consensus = typeof several.n_consensus === "number"
    && `On ${count(several.n_consensus)} units more than half of the coders agree, on ${count(several.n_no_consensus)} no more than half do.`;
  // Without a common label, what needs none comes first, and what counts common labels is left out.
  const without = pair.not_independent;
  const apart = pair.share_no_label && [
    measures("Agreement on where to code", Object.entries(segmentation).filter(([key]) => key === "relevance_alpha"), "Which characters are coded, with whatever code."),
    measures("How both group what both coded", partitionFigures(pair),
      `Over ${amount(pair.partition?.counts?.n_coded ?? 0, "unit")} to which the second coder gave one code. With no label in common, κ, α and the figures of each code would only say that the labels differ.`),
    matching(pair),
  ];
  const labelled = [
    words(pair.findings),
    measures("Agreement on codes", Object.entries(pair.coefficients ?? {}), "By convention Krippendorff’s α should reach .800, and .667 for tentative conclusions."),
    without && measures("Without codings that are not independent", Object.entries(without.coefficients_without ?? {}),
      `Without the ${unitWords(without.n_units)} that both coded by accepting the same ${without.n_candidates === 1 ? "candidate" : "candidates"}.`),
    perCode(pair, toCode),
    measures("Agreement on segmentation", Object.entries(segmentation),
      ["Where segments begin and end, whatever their codes.", typeof segmentation.n_characters === "number" && `Over ${amount(segmentation.n_characters, "character")}.`].filter(Boolean).join(" ")),
    words(segmentation.findings),
    measures("Overlap of candidates and codes", partitionFigures(pair), ["A run is not a coder: these measure overlap, not reliability.", ...list(pair.partition?.rests_on).map(({ message }) => (/[.!?]$/.test(message) ? message : `${message}.`))].join(" ")),
    matching(pair),
    measures("All coders at once", Object.entries(several.coefficients ?? {}), consensus),
    words(several.findings),
    severalRuns(),
  ];
  const drawn = (apart ? [...apart, severalRuns()] : labelled).filter(Boolean);
  return drawn.length ? drawn : [el("p", { class: "quiet" }, "There are no figures for this pair.")];
}
