// The review desk. What is chosen for an item stays in this window until it is submitted, a reload included;
// nothing of the question is kept. Keys work outside of fields, and never while words are being composed.
const work = () => element.querySelector(".wk[data-item]");
const room = () => element.querySelector(".jd");
const rows = () => [...element.querySelectorAll(".wk .sr2[data-n]")];
const KEYS = "judging:";
const skipped = new Set(JSON.parse(sessionStorage.getItem(KEYS + "skipped") || "[]"));
let draft = { verdict: "", cites: {} };
let at = 0;
let spent = 0;
let since = 0;
let shown = "";
let busy = 0;
let last = "";
const MOVES = ["submit", "skip", "drop", "open", "settled", "next", "fill"];
const narrow = window.matchMedia("(max-width: 1100px)");
let folds = narrow.matches ? { queue: false } : {};
// Above the item the list would fill the window; beside it, it is wanted.
narrow.addEventListener("change", () => {
  const list = element.querySelector("[data-keep=queue]");
  if (list) list.open = !narrow.matches;
});
const now = () => performance.now() / 1000;
const pausing = () => {
  if (since) spent += now() - since;
  since = document.hidden ? 0 : now();
};
document.addEventListener("visibilitychange", pausing);
const save = () => sessionStorage.setItem(KEYS + shown, JSON.stringify({ ...draft, spent }));
const paint = () => {
  if (!work()) return;
  rows().forEach((row, place) => {
    const said = draft.cites[row.dataset.n];
    row.classList.toggle("cur", place === at);
    row.querySelectorAll("[data-supports]").forEach((button) => {
      button.setAttribute("aria-pressed", String(said === (button.dataset.supports === "yes")));
    });
  });
  work().querySelectorAll("[data-verdict]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.verdict === draft.verdict));
  });
  work().querySelector(".lack").textContent = "";
};
const go = (place) => {
  if (!rows().length) return;
  at = Math.max(0, Math.min(place, rows().length - 1));
  paint();
  rows()[at].scrollIntoView({ block: "nearest" });
};
const judge = (place, supports) => {
  const row = rows()[place];
  if (!row || (supports && "outdated" in row.dataset)) return;
  draft.cites[row.dataset.n] = supports;
  save();
  const missing = (row) => !(row.dataset.n in draft.cites);
  const next = rows().findIndex((row, other) => other > place && missing(row));
  go(next < 0 ? place : next);
};
const rest = () => {
  rows().forEach((row) => (draft.cites[row.dataset.n] ??= false));
  save();
  paint();
};
const decide = (verdict) => {
  const button = work().querySelector(`[data-verdict="${verdict}"]`);
  if (!button || button.disabled) return;
  draft.verdict = verdict;
  save();
  paint();
};
const send = (data) => {
  if (busy) return;
  last = data.act;
  folds = Object.fromEntries([...element.querySelectorAll("[data-keep]")].map((one) => [one.dataset.keep, one.open]));
  busy = setTimeout(() => {
    busy = 0;
    room().removeAttribute("aria-busy");
  }, 20000);
  room().setAttribute("aria-busy", "true");
  trigger("apply", { skipped: [...skipped], ...data });
};
const lack = () => {
  const missing = rows().filter((row) => !(row.dataset.n in draft.cites));
  const told = missing.length ? [`引用 ${missing.map((row) => row.dataset.n).join("、")}`] : [];
  if (!draft.verdict) told.push("整个答案");
  if (!told.length) return false;
  if (missing.length) go(rows().indexOf(missing[0]));
  work().querySelector(".lack").textContent = `还差：${told.join("，")}`;
  return true;
};
const submit = () => {
  if (lack()) return;
  pausing();
  const { item } = work().dataset;
  send({
    act: "submit",
    item,
    verdict: draft.verdict,
    citations: draft.cites,
    comment: work().querySelector("[name=comment]").value,
    seconds: spent,
    decides: "decides" in work().dataset,
  });
};
const skip = () => {
  skipped.delete(work().dataset.item);
  skipped.add(work().dataset.item);
  sessionStorage.setItem(KEYS + "skipped", JSON.stringify([...skipped]));
  send({ act: "skip" });
};
const back = () => room().dataset.back && send({ act: "open", item: room().dataset.back });
const read = async (field) => {
  const [file] = field.files;
  field.value = "";
  if (file) send({ act: "import", text: file.size > 40000000 ? "" : await file.text() });
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.disabled) return;
  const { act, open, settled, supports, verdict } = button.dataset;
  if (supports) judge(rows().indexOf(button.closest(".sr2")), supports === "yes");
  else if (verdict) decide(verdict);
  else if (open) send({ act: "open", item: open });
  else if (settled) send({ act: "settled", item: settled });
  else if (act === "rest") rest();
  else if (act === "submit") submit();
  else if (act === "skip") skip();
  else if (act === "back") back();
  else if (act === "drop") send({ act, item: work().dataset.item });
  else if (act) send({ act });
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  send({ act: "fill", item: work() ? work().dataset.item : "", ...Object.fromEntries(new FormData(event.target)) });
});
element.addEventListener("change", (event) => {
  const { name, form, value } = event.target;
  if (name === "file") read(event.target);
  if (name === "source") form.elements.set.disabled = value !== "set";
});
const DOES = {
  q: () => judge(at, true),
  w: () => judge(at, false),
  e: rest,
  ArrowDown: () => go(at + 1),
  ArrowUp: () => go(at - 1),
  s: skip,
  k: back,
  Enter: submit,
};
const elsewhere = (target, key) => {
  if (target.closest("input, textarea, select, [contenteditable=true]")) return true;
  // Enter on a button or link is that button's own, but for the verdicts that a reviewer has just clicked.
  return key === "Enter" && target.closest("button, a, summary") && !target.closest("[data-supports], [data-verdict]");
};
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const verdicts = work() ? [...work().querySelectorAll("[data-verdict]")] : [];
  const does = "1234".includes(key) ? () => decide(verdicts[key - 1].dataset.verdict) : DOES[key];
  if (!does || elsewhere(event.target, key)) return;
  if (!work() && key !== "k") return;
  event.preventDefault();
  does();
});
const begin = () => {
  const { item, earlier } = work().dataset;
  const kept = JSON.parse(sessionStorage.getItem(KEYS + item) || "null");
  const said = JSON.parse(earlier);
  draft = { verdict: said.verdict || "", cites: { ...said.cites }, ...kept };
  spent = (kept && kept.spent) || 0;
  since = document.hidden ? 0 : now();
  if (said.comment) work().querySelector("[name=comment]").value = said.comment;
  rows().filter((row) => "outdated" in row.dataset).forEach((row) => (draft.cites[row.dataset.n] = false));
  at = Math.max(0, rows().findIndex((row) => !(row.dataset.n in draft.cites)));
};
let comment = "";
element.addEventListener("input", (event) => {
  if (event.target.name === "comment") comment = event.target.value;
});
// The queue has been filled behind the page: shown at once, but not under the hands of somebody who writes.
document.addEventListener("filled", () => {
  if (element.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) return;
  if (busy || element.querySelector(".wk[data-settled]")) return;
  const item = work() && work().dataset.item;
  send(item ? { act: "open", item } : { act: "next" });
  if (item) last = "";
});
const reveal = () => {
  const card = element.querySelector(".wk");
  const title = card.querySelector("h2");
  title.focus({ preventScroll: true });
  const { top, bottom } = title.getBoundingClientRect();
  if (top < 100 || bottom > window.innerHeight / 2) card.scrollIntoView({ block: "start" });
};
watch("value", () => {
  if (!room()) return;
  clearTimeout(busy);
  busy = 0;
  Object.entries(folds).forEach(([name, open]) => {
    const fold = element.querySelector(`[data-keep="${name}"]`);
    if (fold) fold.open = open;
  });
  const item = work() ? work().dataset.item : "";
  const failed = element.querySelector(".told .message.bad");
  const before = shown;
  const gone = ["submit", "drop"].includes(last) && element.querySelector(".told .message.ok");
  if (before && before !== item && gone) sessionStorage.removeItem(KEYS + before);
  shown = item;
  const { source, set } = element.querySelector(".fill").elements;
  set.disabled = source.value !== "set";
  const earlier = element.querySelector("[data-act=back]");
  if (earlier) earlier.hidden = !room().dataset.back || room().dataset.back === item;
  if (work()) {
    begin();
    if (before === item && comment) work().querySelector("[name=comment]").value = comment;
    else comment = "";
    paint();
  }
  if (!failed && MOVES.includes(last)) reveal();
  last = "";
});
