// Event delegation of the thread: a number opens its source, an example is asked.
element.addEventListener("click", (event) => {
  const cite = event.target.closest("[data-cite]");
  if (cite) {
    element.querySelectorAll(".cite.on").forEach((one) => one.classList.remove("on"));
    element.querySelectorAll(".q.sel").forEach((one) => one.classList.remove("sel"));
    cite.classList.add("on");
    cite.closest(".q").classList.add("sel");
    trigger("select", { turn: Number(cite.dataset.turn), cite: Number(cite.dataset.cite) });
    return;
  }
  const example = event.target.closest("[data-ask]");
  if (example) trigger("submit", { question: example.dataset.ask });
});
watch("value", () => {
  const turns = element.querySelectorAll(".turn");
  if (turns.length) turns[turns.length - 1].scrollIntoView({ block: "start" });
});
