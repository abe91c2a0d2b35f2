// The table: a row opens its document, boxes choose several, chips and pages ask for other rows.
const boxes = () => [...element.querySelectorAll("td.pick input")];
const chosen = () => boxes().filter((box) => box.checked).map((box) => box.closest("tr").dataset.doc);
const count = () => {
  const bulk = element.querySelector(".bulk");
  const all = element.querySelector("[data-all]");
  const picked = chosen().length;
  if (!bulk) return;
  bulk.hidden = !picked;
  bulk.querySelector("b").textContent = `已选 ${picked} 份`;
  if (all) {
    all.checked = picked > 0 && picked === boxes().length;
    all.indeterminate = picked > 0 && picked < boxes().length;
  }
  boxes().forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
};
const pick = (on) => {
  boxes().forEach((box) => (box.checked = on));
  count();
};
element.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) pick(event.target.checked);
  else if (event.target.matches("td.pick input")) count();
});
element.addEventListener("click", (event) => {
  const on = (what) => event.target.closest(what);
  const button = on("button");
  if (on(".pick")) return;
  if (on("[data-status]")) trigger("select", { status: button.dataset.status });
  else if (on("[data-page]")) trigger("select", { page: button.dataset.page });
  else if (on("[data-none]")) pick(false);
  else if (on("[data-bulk]")) trigger("apply", { move: button.dataset.bulk, documents: chosen() });
  else if (on("[data-drop]")) trigger("apply", {});
  else if (on("[data-do]")) {
    const { documents, do: move } = button.dataset;
    trigger("apply", { move, sure: true, documents: documents.split(" ") });
  } else if (on("tr[data-doc]")) trigger("expand", { document: on("tr").dataset.doc });
});
watch("value", () => {
  count();
  element.querySelector("[data-focus]")?.focus();
});
