// Event delegation of the thread: a number opens its source, an example is asked.
const box = () => document.querySelector("#question textarea");
const choose = (cite) => {
  element.querySelectorAll(".cite.on").forEach((one) => one.classList.remove("on"));
  element.querySelectorAll(".q.sel").forEach((one) => one.classList.remove("sel"));
  const folded = cite.closest("details");
  if (folded) folded.open = true;
  cite.classList.add("on");
  const quote = cite.closest(".q");
  if (quote) quote.classList.add("sel");
  trigger("select", { turn: Number(cite.dataset.turn), cite: Number(cite.dataset.cite) });
};
const narrow = (chip) => {
  const table = chip.closest(".conf");
  table.querySelectorAll("[data-scope]").forEach((one) => one.setAttribute("aria-pressed", String(one === chip)));
  const wanted = chip.dataset.scope;
  table.querySelectorAll("[data-of]").forEach((row) => (row.hidden = wanted !== "" && row.dataset.of !== wanted));
};
const ask = (question) => {
  document.dispatchEvent(new CustomEvent("studio:asked", { detail: question }));
  trigger("submit", { question });
};
// What is said of an answer is stored click by click, each with all that is said by then: a click that
// overtakes another on its way loses nothing. `at` tells the server which of two is the later one.
const said = (button) => {
  const block = button.closest(".fb");
  const turn = Number(block.dataset.of);
  if ("submit" in button.dataset) return trigger("apply", { turn });
  const at = performance.timeOrigin + performance.now();
  if ("rate" in button.dataset) return trigger("like", { turn, at, helpful: button.dataset.rate === "1" });
  if ("reason" in button.dataset)
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  const reasons = [...block.querySelectorAll("[data-reason][aria-pressed=true]")].map((one) => one.dataset.reason);
  const told = { turn, at, helpful: false, reasons };
  trigger("like", "explain" in button.dataset ? { ...told, comment: block.querySelector("input").value } : told);
};
element.addEventListener("click", (event) => {
  const cite = event.target.closest("[data-cite]");
  if (cite) return choose(cite);
  const file = event.target.closest("[data-export]");
  if (file) return trigger("download", { turn: Number(file.dataset.turn), suffix: file.dataset.export });
  const paper = event.target.closest("[data-print]");
  if (paper) return printed(paper.closest(".turn"));
  const scope = event.target.closest("[data-scope]");
  if (scope) return narrow(scope);
  const words = event.target.closest(".fb button");
  if (words) return said(words);
  const example = event.target.closest("[data-ask]");
  if (example) ask(example.dataset.ask);
});
// A new turn is brought into view; one that only grows must not tear the page from under a reader.
let turnsShown = 0;
watch("value", () => {
  const turns = element.querySelectorAll(".turn");
  if (turns.length && turns.length !== turnsShown) turns[turns.length - 1].scrollIntoView({ block: "start" });
  turnsShown = turns.length;
  const last = turns.length ? turns[turns.length - 1].dataset.heard : "";
  document.dispatchEvent(new CustomEvent("studio:answered", { detail: last }));
});
document.addEventListener("studio:again", (event) => ask(event.detail));
// Enter that ends an input method's composition chooses a word; it must not send the question.
// Safari ends the composition before that Enter arrives, hence the clock.
let ended = 0;
document.addEventListener("compositionend", () => (ended = performance.now()), true);
const composing = (event) => {
  if (event.key !== "Enter" || event.target !== box()) return;
  if (!event.isComposing && event.keyCode !== 229 && performance.now() - ended > 50) return;
  event.stopImmediatePropagation();
  if (event.type === "keypress") event.preventDefault();
};
document.addEventListener("keydown", composing, true);
document.addEventListener("keypress", composing, true);
document.addEventListener("keydown", (event) => {
  const plain = !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!plain || event.key !== "/" || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  box().focus();
});
// Only the answer whose button was pressed is printed, with everything that is folded away on screen.
const printed = (turn) => {
  turn.classList.add("chosen");
  window.print();
};
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...element.querySelectorAll("details:not([open])")];
  unfolded.forEach((one) => (one.open = true));
});
window.addEventListener("afterprint", () => {
  unfolded.forEach((one) => (one.open = false));
  element.querySelectorAll(".chosen").forEach((one) => one.classList.remove("chosen"));
});
// Copying: the clipboard where the browser gives it, which it does over https and on this machine only;
// elsewhere a field that is selected and copied as by hand.
const byHand = (text) => {
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "offscreen";
  const focus = document.activeElement;
  document.querySelector(".gradio-container").append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (focus) focus.focus({ preventScroll: true });
  return done;
};
const copied = async (text) => {
  if (!navigator.clipboard || !window.isSecureContext) return byHand(text);
  return navigator.clipboard.writeText(text).then(() => true, () => byHand(text));
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || button.dataset.said) return;
  button.dataset.said = button.textContent;
  button.textContent = (await copied(button.dataset.copy)) ? "已复制" : "没能复制";
  setTimeout(() => {
    button.textContent = button.dataset.said;
    delete button.dataset.said;
  }, 1600);
});
