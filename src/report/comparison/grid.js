// The grid: first side by row, second side by column; a cell opens its segments.

const STEPS = 7;
const UNLISTED = "Units that neither coded are not listed, and counted only while no filter is set.";

/** Orders rows and columns. “No code” and noise come last in each. */
function gridOrder(pair, sort, kept) {
  const grid = gridOf(pair);
  const indexes = (lines) => lines.map((_, i) => i);
  const n = (r, c) => cellCount(grid.at.get(`${r},${c}`), kept);
  const last = (order, lines) => [...order.filter((i) => !apart(lines[i])), ...order.filter((i) => apart(lines[i]))];
  const rows = indexes(grid.rows);
  let columns = indexes(grid.columns);
  if (sort === "differs") {
    const spread = (counts, agreed) => counts.reduce((sum, x) => sum + x, 0) - agreed;
    const ofRow = (r) => {
      const counts = columns.map((c) => n(r, c));
      return spread(counts, grid.same ? n(r, grid.partner.get(r)) : Math.max(0, ...counts));
    };
    const ofColumn = (c) => {
      const counts = indexes(grid.rows).map((r) => n(r, c));
      const partner = [...grid.partner].find(([, other]) => other === c)?.[0];
      return spread(counts, grid.same ? n(partner, c) : Math.max(0, ...counts));
    };
    if (grid.same) {
      const of = new Map(rows.map((r) => [r, ofRow(r) + (grid.partner.has(r) ? ofColumn(grid.partner.get(r)) : 0)]));
      rows.sort((a, b) => of.get(b) - of.get(a) || a - b);
      columns = besidePartners(rows, columns, grid.partner);
    } else {
      const byRow = new Map(rows.map((r) => [r, ofRow(r)]));
      const byColumn = new Map(columns.map((c) => [c, ofColumn(c)]));
      rows.sort((a, b) => byRow.get(b) - byRow.get(a) || a - b);
      columns.sort((a, b) => byColumn.get(b) - byColumn.get(a) || a - b);
    }
  } else if (sort === "matched") {
    columns = besidePartners(rows, columns, grid.partner);
  }
  return { rows: last(rows, grid.rows), columns: last(columns, grid.columns) };
}

/** Columns in the order of the rows that they belong to; the others come last. */
function besidePartners(rows, columns, partner) {
  const first = rows.map((r) => partner.get(r)).filter((c) => c !== undefined);
  return [...first, ...columns.filter((c) => !first.includes(c))];
}

function drawGrid(pair, state, kept, open) {
  const grid = gridOf(pair);
  if (!grid || grid.rows.length === 0 || grid.columns.length === 0) {
    return el("p", { class: "quiet" }, "There is no grid for this pair.");
  }
  const order = gridOrder(pair, state.sort, kept);
  const n = (r, c) => cellCount(grid.at.get(`${r},${c}`), kept);
  const neither = (r, c) => grid.rows[r].none && grid.columns[c].none;
  // Cells that say nothing about how both read a unit are not part of the scale: uncoded by both, or a candidate without a code.
  const isShaded = (r, c) => (grid.same ? !neither(r, c) : !grid.rows[r].none);
  let [most, longest] = [0, 0];
  for (const r of order.rows) {
    for (const c of order.columns) {
      if (isShaded(r, c)) most = Math.max(most, n(r, c));
      longest = Math.max(longest, count(n(r, c)).length);
    }
  }

  const status = el("p", { class: "status", "aria-hidden": "true" });
  const say = (r, c) => {
    status.replaceChildren(...placeWords(pair, [r, c]), `: ${unitWords(n(r, c))}`);
  };
  const heads = new Map();
  const columnHeads = order.columns.map((c, at) => {
    const line = grid.columns[c];
    const th = el("th", { scope: "col", class: `column ${edge(grid.columns, order.columns, at, state.sort)}`, title: line.label },
      el("div", { class: "slant", dir: "auto" }, line.label ?? ""));
    heads.set(`*,${c}`, th);
    return th;
  });
  const head = el("thead", {}, el("tr", {},
    el("th", { class: "corner" }, el("span", { class: "to-right" }, name(sideName(pair.second)), " →"), el("span", { class: "downwards" }, name(sideName(pair.first)), " ↓")),
    columnHeads, el("th", { scope: "col", class: "column sum" }, el("div", { class: "slant" }, "sum")), el("th", { class: "room", "aria-hidden": "true" })));

  const button = (r, c, text, className, label) => {
    const here = state.cell && state.cell[0] === r && state.cell[1] === c;
    return el("button", {
      type: "button", id: `at-${r},${c}`, class: text.length > 2 ? `${className} long` : className, tabindex: "-1", "data-at": `${r},${c}`, "aria-label": label,
      "aria-pressed": here ? "true" : "false", click: () => open([r, c]),
    }, text);
  };
  const body = el("tbody");
  let group = null;
  order.rows.forEach((r, at) => {
    const line = grid.rows[r];
    const cut = edge(grid.rows, order.rows, at, state.sort);
    const named = state.sort !== "differs" && !apart(line) ? line.group ?? null : null;
    if (named !== null && named !== group) {
      body.append(el("tr", { class: "group" }, el("th", { colspan: order.columns.length + 3, scope: "rowgroup" }, el("span", { dir: "auto" }, named))));
    }
    group = named;
    const th = el("th", { scope: "row", class: "row", title: line.label }, el("div", { dir: "auto" }, line.label ?? ""));
    heads.set(`${r},*`, th);
    let sum = 0;
    const cells = order.columns.map((c, across) => {
      const k = n(r, c);
      sum += k;
      const outlined = grid.partner.get(r) === c ? "outlined" : "";
      const step = k && isShaded(r, c) ? `s${Math.max(1, Math.ceil(STEPS * Math.sqrt(k / most) - 1e-9))}` : "";
      const label = k ? `${grid.rows[r].label} by ${grid.columns[c].label}: ${unitWords(k)}` : null;
      const isListed = list(grid.at.get(`${r},${c}`)?.units).length > 0;
      return el("td", { class: `${edge(grid.columns, order.columns, across, state.sort)} ${outlined} ${step}` }, !k ? null : isListed ? button(r, c, count(k), "cell", label) : el("span", { class: count(k).length > 2 ? "long quiet" : "quiet", title: "counted, not listed" }, count(k)));
    });
    body.append(el("tr", { class: cut }, th, cells,
      el("td", { class: "sum" }, sum ? button(r, "*", count(sum), "cell", `all units of ${line.label}`) : "0"), el("td", { class: "room" })));
  });
  const sums = order.columns.map((c, across) => {
    const sum = order.rows.reduce((total, r) => total + n(r, c), 0);
    return el("td", { class: `sum ${edge(grid.columns, order.columns, across, state.sort)}` },
      sum ? button("*", c, count(sum), "cell", `all units of ${grid.columns[c].label}`) : "0");
  });
  const total = order.rows.reduce((all, r) => all + order.columns.reduce((sum, c) => sum + n(r, c), 0), 0);
  body.append(el("tr", { class: "sums" }, el("th", { scope: "row", class: "row" }, el("div", {}, "sum")), sums, el("td", { class: "sum" }, count(total)), el("td", { class: "room" })));

  const table = el("table", { class: `grid${longest > 4 ? " roomy" : order.columns.length > 12 ? " fine" : ""}`, role: "grid", "aria-label": `${sideName(pair.first)} by ${sideName(pair.second)}` }, head, body);
  table.addEventListener("keydown", (event) => walk(event, table));
  const mark = (event) => {
    const target = event.target.closest?.("button[data-at]");
    for (const th of heads.values()) th.classList.remove("here");
    if (!target) return;
    const [r, c] = placeOf(target.dataset.at);
    heads.get(`${r},*`)?.classList.add("here");
    heads.get(`*,${c}`)?.classList.add("here");
    if (r !== "*" && c !== "*") say(r, c);
  };
  table.addEventListener("mouseover", mark);
  table.addEventListener("focusin", mark);
  const entry = table.querySelector('button[aria-pressed="true"]') ?? table.querySelector("button[data-at]");
  entry?.setAttribute("tabindex", "0");
  if (state.cell && state.cell.every((i) => i !== "*")) say(...state.cell);
  else status.append("A cell opens its segments.");

  return el("div", { class: "grid-side" },
    el("div", { class: "grid-box" }, table), status, legend(grid, most), gridNotes(pair, grid, kept));
}

/** Draws a line before “no code” and noise, and a finer one between groups. */
function edge(lines, order, at, sort) {
  if (at === 0) return "";
  const [before, line] = [lines[order[at - 1]], lines[order[at]]];
  if (apart(line) && !apart(before)) return "apart";
  return sort === "codebook" && !apart(line) && (line.group ?? null) !== (before.group ?? null) ? "new-group" : "";
}

function placeOf(text) {
  return text.split(",").map((part) => (part === "*" ? "*" : Number(part)));
}

/** The arrow keys go to the next cell that holds something in their direction. */
function walk(event, table) {
  const from = event.target.closest?.("button[data-at]");
  const direction = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -Infinity], End: [0, Infinity] }[event.key];
  if (!from || !direction) return;
  event.preventDefault();
  const place = (button) => {
    const td = button.closest("td");
    return [td.parentElement.rowIndex, td.cellIndex];
  };
  const [row, column] = place(from);
  const [down, right] = direction;
  let best = null;
  for (const button of table.querySelectorAll("button[data-at]")) {
    const [r, c] = place(button);
    const ahead = down === 0 ? r === row && Math.sign(c - column) === Math.sign(right) : c === column && Math.sign(r - row) === Math.sign(down);
    if (!ahead) continue;
    const away = Math.abs(r - row) + Math.abs(c - column);
    const nearer = Number.isFinite(right) ? away : -away;
    if (!best || nearer < best.nearer) best = { button, nearer };
  }
  if (!best) return;
  for (const button of table.querySelectorAll('button[tabindex="0"]')) button.setAttribute("tabindex", "-1");
  best.button.setAttribute("tabindex", "0");
  best.button.focus();
}

/** "Mina Tavell: A, Joris Helm: B", as nodes. */
function placeWords(pair, [r, c]) {
  const grid = gridOf(pair);
  const said = (side, line) => [name(sideName(side)), ": ", name(line?.label ?? "", "label")];
  if (r === "*") return said(pair.second, grid.columns[c]);
  if (c === "*") return said(pair.first, grid.rows[r]);
  return [...said(pair.first, grid.rows[r]), " × ", ...said(pair.second, grid.columns[c])];
}

function legend(grid, most) {
  if (!most) return null;
  const steps = Array.from({ length: STEPS }, (_, i) => el("span", { class: `s${i + 1}` }));
  return el("p", { class: "legend" },
    el("span", { class: "scale", "aria-hidden": "true" }, "1", steps, count(most)), byCharacter ? " characters in a cell, by square root" : " units in a cell, by square root",
    grid.partner.size > 0 && el("span", { class: "key" }, el("span", { class: "outlined swatch", "aria-hidden": "true" }),
      grid.same ? (reflexive ? " the same reading" : " the same code on both sides") : " best one-to-one matching"));
}

function gridNotes(pair, grid, kept) {
  const several = [...grid.membership].filter(([id, cells]) => cells.length > 1 && (!kept || kept.has(id))).length;
  const unlisted = [...grid.at.values()].some((cell) => cell.n > 0 && list(cell.units).length === 0);
  if (unlisted && !several) return el("p", { class: "note" }, UNLISTED);
  if (!several) return null;
  const rule = grid.same
    ? "If one side gives a unit the codes A and B and the other gives it A, the unit is in A × A and in B × (no code)."
    : "A unit with several codes is in a cell for each of them.";
  return el("p", { class: "note" }, `${amount(several, byCharacter ? "stretch" : "unit", byCharacter ? "stretches" : "units")} ${several === 1 ? "is" : "are"} in more than one cell, so sums may exceed the number of units. ${rule} ${unlisted ? UNLISTED : ""}`);
}
