// The self-check: tiles, rows and steps open an indicator, forms and buttons act on it. What is typed and not
// yet saved outlives every redrawing, with the revision that it was written over.
const drafts = new Map();
let show = "all";
let into = false;
let focus = "";
const now = () => element.querySelector(".sc")?.dataset.opened || "";
const one = () => element.querySelector(".one");
const form = () => element.querySelector("[data-form=save]");
const values = (of) => Object.fromEntries(new FormData(of));
const open = (indicator) => {
  into = true;
  focus = "#one-title";
  trigger("select", { indicator });
};
const act = (name, more) => {
  element.querySelector(".sc").setAttribute("aria-busy", "true");
  element.querySelectorAll(".one button, .cover button").forEach((button) => (button.disabled = true));
  trigger("apply", { indicator: now(), act: name, ...more });
};
const filter = () => {
  const page = element.querySelector(".sc");
  if (!page) return;
  page.dataset.show = show;
  page.classList.toggle("into", into);
  element.querySelectorAll("[data-show]").forEach((chip) => {
    if (chip !== page) chip.setAttribute("aria-pressed", String(chip.dataset.show === show));
  });
  const none = element.querySelector(".none");
  if (none) none.hidden = show === "all" || element.querySelector(`.ind.is-${show}`) !== null;
};
const restore = () => {
  const shown = form();
  if (!shown) return;
  const known = now();
  if ("saved" in one().dataset) drafts.delete(known);
  const draft = drafts.get(known);
  if (draft) {
    // What somebody else wrote meanwhile has just been said in words: from here on it counts as read.
    if (one().querySelector(".say .message.warn")) draft.seen = one().dataset.seen;
    one().dataset.seen = draft.seen;
    shown.elements.statement.value = draft.values.statement;
    shown.elements.state.value = draft.values.state;
  }
  shown.querySelector(".unsaved").hidden = !draft;
};
element.addEventListener("input", (event) => {
  const shown = event.target.closest("[data-form=save]");
  if (!shown) return;
  drafts.set(now(), { seen: one().dataset.seen, values: values(shown) });
  shown.querySelector(".unsaved").hidden = false;
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.disabled) return;
  const { ind, show: wanted, act: name, document: of, place } = button.dataset;
  if (ind) open(ind);
  else if (wanted) {
    show = wanted;
    filter();
  } else if ("back" in button.dataset) {
    into = false;
    filter();
    element.querySelector(".list [aria-current]")?.focus();
  } else if (button.dataset.export) trigger("download", { suffix: button.dataset.export });
  else if (name) {
    focus = name === "take" || name === "refuse" ? "[data-act=take]" : "#one-title";
    act(name, { document: of, place });
  }
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const kind = event.target.dataset.form;
  focus = { save: "[data-form=save] .main", pick: "[name=clause]", add: "[data-form=pick] input", cover: ".cover summary" }[kind];
  act(kind, { values: values(event.target), seen: one()?.dataset.seen });
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  element.querySelector(`.step [data-key="${event.key}"]:not([disabled])`)?.click();
});
addEventListener("beforeunload", (event) => {
  if (drafts.size) event.preventDefault();
});
addEventListener("hashchange", () => {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted && wanted !== now()) open(wanted);
});
let first = true;
watch("value", () => {
  if (!now()) return;
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (first && wanted && wanted !== now()) {
    first = false;
    return open(wanted);
  }
  into = into || (first && wanted !== "");
  first = false;
  history.replaceState(history.state, "", `#${encodeURIComponent(now())}`);
  filter();
  restore();
  const row = element.querySelector(".inds [aria-current]");
  if (row) row.closest(".inds").scrollTop = row.offsetTop - 80;
  if (focus) (element.querySelector(focus) || element.querySelector("#one-title"))?.focus();
  focus = "";
});
