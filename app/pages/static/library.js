// A row, clicked or entered by keyboard, opens its document.
const open = (event) => {
  const row = event.target.closest("[data-doc]");
  if (row) trigger("select", { document: row.dataset.doc });
};
element.addEventListener("click", open);
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter") open(event);
});
