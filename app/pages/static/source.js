// The panel: a column beside the answer on wide windows, a drawer on tablets, a sheet on telephones.
// The focus goes into it when a number is clicked and back to the number when it closes.
const sheet = window.matchMedia("(max-width: 760px)");
const panel = () => element.querySelector(".src[data-at]");
const place = document.getElementById("source");
let wanted = null;
const numberAt = (at) =>
  document.querySelector(`#thread .cite[data-turn="${at.turn}"][data-cite="${at.cite}"]`);
const here = () => ({ turn: panel().dataset.turn, cite: Number(panel().dataset.at) });
const show = (open) => {
  place.classList.toggle("open", open);
  const covers = open && sheet.matches;
  document.documentElement.classList.toggle("covered", covers);
  ["header", "answers"].forEach((id) => document.getElementById(id).toggleAttribute("inert", covers));
};
const close = () => {
  if (!panel() || !place.classList.contains("open")) return;
  const number = numberAt(here());
  show(false);
  trigger("clear");
  if (number) number.focus({ preventScroll: true });
};
const move = (by) => {
  const number = panel() && numberAt({ turn: here().turn, cite: here().cite + by });
  if (!number) return;
  wanted = by > 0 ? ".next" : ".prev";
  number.click();
};
// The page's picture or its text; what was chosen holds for the citations that follow.
let tab = "";
const choose = (name) => {
  const src = panel();
  src.querySelectorAll("[data-tab]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.tab === name)));
  src.querySelectorAll("[data-pane]").forEach((one) => (one.hidden = one.dataset.pane !== name));
};
// The quote comes a third from the top of what scrolls around it; the page itself stays.
const reveal = () => {
  const src = panel();
  const mark = src.querySelector("[data-pane]:not([hidden]) :is(mark, .hl)");
  if (!mark) return;
  [mark.closest("[data-pane]"), src.querySelector(".in")].forEach((around) => {
    const down = mark.getBoundingClientRect().top - around.getBoundingClientRect().top;
    if (down < 0 || down + mark.offsetHeight > around.clientHeight) {
      around.scrollTop += down - around.clientHeight / 3;
    }
  });
  const scans = mark.closest(".scans");
  if (scans) scans.scrollLeft = Math.max(mark.offsetLeft - 16, 0);
};
let large = false;
const zoom = (on) => {
  const button = element.querySelector("[data-zoom]");
  if (!button) return;
  large = on;
  button.setAttribute("aria-pressed", String(on));
  button.parentElement.hidden = element.querySelector(".scans").hidden;
  element.querySelector(".scans").classList.toggle("large", on);
};
element.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-tab]");
  if (chosen) {
    tab = chosen.dataset.tab;
    choose(tab);
    zoom(large);
    reveal();
  } else if (event.target.closest("[data-zoom]")) {
    zoom(!large);
    reveal();
  } else if (event.target.closest(".close")) close();
  else if (event.target.closest(".next")) move(1);
  else if (event.target.closest(".prev")) move(-1);
});
document.addEventListener("click", (event) => {
  const beside = event.isTrusted && sheet.matches && !place.contains(event.target);
  if (beside) close();
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") close();
  else if (event.target.closest("input, textarea, select")) return;
  else if (event.key === "j" || event.key === "J") move(1);
  else if (event.key === "k" || event.key === "K") move(-1);
});
sheet.addEventListener("change", () => show(place.classList.contains("open")));
watch("value", () => {
  const src = panel();
  show(Boolean(src));
  if (!src) return;
  const button = wanted && src.querySelector(`${wanted}:not(:disabled)`);
  (button || src).focus({ preventScroll: true });
  wanted = null;
  // A drawer narrows the answer and a sheet covers it: the cited sentence stays in view beside the panel.
  const cited = document.querySelector("#thread .q.sel");
  if (cited) cited.scrollIntoView({ block: sheet.matches ? "start" : "nearest" });
  if (tab && src.querySelector(`[data-tab="${tab}"]`)) choose(tab);
  zoom(large);
  reveal();
});
