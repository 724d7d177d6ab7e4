// Uses the page of a comparison as a reader would: .ci/page.sh puts this into a copy of the page.
// Before the page: notes every error.
const problems = [];
addEventListener("error", (event) => problems.push(`error: ${event.message} (line ${event.lineno})`));
addEventListener("unhandledrejection", (event) => problems.push(`rejected: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) => problems.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
for (const kind of ["error", "warn"]) console[kind] = (...words) => problems.push(`console.${kind}: ${words.join(" ")}`);
window.print = () => {};
// === After the page ===
const all = (selector) => [...document.querySelectorAll(selector)];
const expect = (holds, words) => {
  if (!holds) problems.push(words);
};
let nCells = 0;
let nClicks = 0;

/** Clicks on what a selector finds, one after the other. The page draws itself anew after a click, so each is looked up by its place. */
function clickEach(selector, after = () => {}) {
  const n = all(selector).length;
  for (let i = 0; i < n; i += 1) {
    const found = all(selector)[i];
    if (!found) continue;
    const words = found.title || found.getAttribute("aria-label") || found.textContent;
    found.click();
    nClicks += 1;
    after(words);
  }
  return n;
}

/** Chooses each entry of each list of choices, and the first again. */
function chooseEach(selector) {
  const ids = all(selector).map((found) => found.id).filter(Boolean);
  for (const id of ids) {
    const n = document.getElementById(id)?.options.length ?? 0;
    for (const i of [...Array(n).keys(), 0]) {
      const found = document.getElementById(id);
      if (!found || i >= found.options.length) continue;
      found.selectedIndex = i;
      found.dispatchEvent(new Event("change", { bubbles: true }));
      nClicks += 1;
    }
  }
}

function usePair() {
  const view = JSON.parse(document.getElementById("view").textContent);
  const shown = new URLSearchParams(location.hash.slice(1)).get("pair");
  const pair = view.pairs.find((each) => `${each.first},${each.second}` === shown) ?? view.pairs[0];
  const cells = all("table.grid button.cell");
  const filled = pair.grid.cells.filter((cell) => cell.n > 0 && cell.units.length > 0);
  const inside = cells.filter((cell) => !cell.dataset.at.includes("*"));
  expect(filled.length > 0, "the comparison has no cell");
  expect(inside.length === filled.length, `${inside.length} cells are shown, ${filled.length} hold something`);
  for (const cell of filled) {
    const button = all(`button[data-at="${cell.row},${cell.column}"]`)[0];
    expect(button?.textContent === cell.n.toLocaleString("en"), `cell ${cell.row},${cell.column} shows ${button?.textContent}, not ${cell.n}`);
  }
  nCells += inside.length;
  for (const cell of filled.slice(0, 40)) {
    all(`button[data-at="${cell.row},${cell.column}"]`)[0].click();
    nClicks += 1;
    const cards = all(".segments article.card");
    const units = new Set(cell.units);
    expect(cards.length === Math.min(units.size, 60), `cell ${cell.row},${cell.column}: ${cards.length} segments, not ${units.size}`);
    expect(cards.every((card) => [...units].some((id) => String(id) === card.dataset.unit)), `cell ${cell.row},${cell.column} opens other segments`);
    expect(cards.every((card) => card.querySelector("blockquote .words").textContent.length > 0), "a segment without words");
  }
  clickEach("table.grid button[data-at*='*']", (words) => expect(all(".segments article.card").length > 0, `no segments for ${words}`));
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "End", "Enter", "Escape", "j", "k"]) {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
}

async function use() {
  const pairs = all("#pair option").length || 1;
  for (let i = 0; i < pairs; i += 1) {
    const select = document.getElementById("pair");
    if (select) {
      select.selectedIndex = i;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    usePair();
  }
  chooseEach("#sort");
  const nViews = all("#views button").length;
  expect(nViews >= 2, `${nViews} views`);
  for (let i = 0; i < nViews; i += 1) {
    all("#views button")[i].click();
    chooseEach("main select, #filters select");
    all("#views button")[i].click();
    // A verdict is chosen and given a reason; nothing is recorded.
    const radio = all("#list-view input[type=radio]")[0];
    if (radio && !document.getElementById("list-view").hidden) {
      radio.click();
      const reason = all("#list-view .form input[type=text]")[0];
      reason.value = "it's “why” $HOME";
      reason.dispatchEvent(new Event("input", { bubbles: true }));
      expect(all("#list-view code.command")[0].textContent.includes("verdict"), "no command for a verdict");
    }
    clickEach("#figures-view button.sorts");
    clickEach(".more");
    for (const key of ["j", "j", "k"]) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }
  dispatchEvent(new Event("beforeprint"));
  dispatchEvent(new Event("afterprint"));
  history.back();
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const hash of ["#cell=999,1", "#cell=x", "#view=list&code=none", "#pair=a,b&sort=matched", "#cell=*,*", ""]) {
    location.hash = hash;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

try {
  await use();
} catch (error) {
  problems.push(`check: ${error.stack}`);
}
const verdict = document.createElement("pre");
verdict.id = "checked";
verdict.textContent = problems.length ? `failed\n${[...new Set(problems)].join("\n")}` : `passed: ${nCells} cells, ${nClicks} clicks`;
document.body.append(verdict);
