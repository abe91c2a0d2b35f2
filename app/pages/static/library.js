// A row, clicked or entered by keyboard, opens its document.
let chosen = "";
const mark = () =>
  element.querySelectorAll("[data-doc]").forEach((row) => {
    row.classList.toggle("sel", row.dataset.doc === chosen);
  });
const open = (event) => {
  const row = event.target.closest("[data-doc]");
  if (!row) return;
  chosen = row.dataset.doc;
  mark();
  trigger("select", { document: chosen });
};
element.addEventListener("click", open);
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter") open(event);
});
watch("value", mark);
