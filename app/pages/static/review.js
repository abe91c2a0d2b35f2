// The drawer: over the page, the focus kept inside; the form as it is filled in goes with every act.
const place = document.getElementById("drawer");
const panel = () => element.querySelector(".dw");
let key = "";
let from = null;
let kept = {};
let asItWas = "";
let sent = "";
const filled = () => {
  const data = new FormData(panel().querySelector("form"));
  const values = Object.fromEntries(data);
  return { ...values, stages: data.getAll("stages").join("、") };
};
const changed = () => panel() && JSON.stringify(filled()) !== asItWas;
const show = (open) => {
  place.classList.toggle("open", open);
  document.documentElement.classList.toggle("covered", open);
  ["header", "shelf"].forEach((id) => document.getElementById(id).toggleAttribute("inert", open));
};
const close = () => {
  if (!panel() || !place.classList.contains("open")) return;
  if (changed() && !window.confirm("改动还没有保存，关掉就没有了。要关掉吗？")) return;
  const row = document.querySelector(`#table tr[data-doc="${CSS.escape(panel().dataset.document)}"] .opens`);
  show(false);
  key = "";
  (row || from)?.focus();
};
const act = (button) => {
  const { act, sure, number, other, numbers } = button.dataset;
  const found = [...panel().querySelectorAll("[name=finding]:checked")].map((box) => box.value);
  const { document, version } = panel().dataset;
  kept = Object.fromEntries([".pv", ".fm", ".ol"].map((pane) => [pane, panel().querySelector(pane).scrollTop]));
  panel().setAttribute("aria-busy", "true");
  sent = JSON.stringify(filled());
  trigger("apply", {
    act, document, version, number, other,
    values: filled(),
    sure: sure !== undefined,
    numbers: numbers ? numbers.split(" ") : found,
  });
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) act(button);
  else if (event.target.closest("[data-close]")) close();
});
element.addEventListener("input", (event) => {
  if (!event.target.closest("form")) return;
  element.querySelectorAll("[data-fillable]").forEach((button) => (button.disabled = false));
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  act(panel().querySelector("#do-save"));
});
document.addEventListener("mousedown", (event) => {
  if (event.target === place) close();
});
place.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") close();
  if (event.key !== "Tab") return;
  const inside = [...place.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => !one.disabled && one.getClientRects().length);
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (document.activeElement !== edge && place.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? inside.at(-1) : inside[0]).focus();
});
watch("value", () => {
  const src = panel();
  show(Boolean(src));
  if (!src) return;
  const now = `${src.dataset.document}@${src.dataset.version}`;
  const same = now === key;
  if (!same) from = document.activeElement;
  key = now;
  // Controls keep what was put into them when only their attributes are drawn anew: without this one
  // document's ticks would stand in the next one's form. What was typed during an act stays.
  if (!same || JSON.stringify(filled()) === sent) src.querySelector("form").reset();
  asItWas = "unsaved" in src.dataset ? "" : JSON.stringify(filled());
  if (same) Object.entries(kept).forEach(([pane, top]) => (src.querySelector(pane).scrollTop = top));
  (src.querySelector("[data-focus]") || src.querySelector("[aria-invalid]") || src).focus({ preventScroll: same });
});
