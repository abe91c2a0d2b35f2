// Filters: words are sent once somebody pauses or has finished composing them.
let pause = 0;
const send = (field) => trigger("select", { [field.name]: field.value });
const later = (event) => {
  if (event.target.name !== "text" || event.isComposing) return;
  clearTimeout(pause);
  pause = setTimeout(() => send(event.target), 250);
};
element.addEventListener("input", later);
element.addEventListener("compositionend", later);
element.addEventListener("change", (event) => {
  if (event.target.matches("select")) send(event.target);
});
document.getElementById("table").addEventListener("click", (event) => {
  if (!event.target.closest("[data-clear]")) return;
  const fields = element.querySelectorAll("input, select:not([name=order])");
  fields.forEach((field) => (field.value = ""));
  trigger("select", Object.fromEntries([...fields].map((field) => [field.name, ""]).concat([["status", ""]])));
});
