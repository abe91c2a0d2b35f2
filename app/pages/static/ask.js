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
element.addEventListener("click", (event) => {
  const cite = event.target.closest("[data-cite]");
  if (cite) return choose(cite);
  const example = event.target.closest("[data-ask]");
  if (example) trigger("submit", { question: example.dataset.ask });
});
watch("value", () => {
  const turns = element.querySelectorAll(".turn");
  if (turns.length) turns[turns.length - 1].scrollIntoView({ block: "start" });
});
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
