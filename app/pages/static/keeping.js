// Backups: the first click on 删除 asks, the second deletes; whoever goes elsewhere is not asked any more.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-drop]");
  if (!button) return;
  if (button.dataset.sure) trigger("select", { drop: button.dataset.drop });
  button.dataset.sure = "1";
  button.textContent = "确定删除";
  button.setAttribute("aria-label", `确定删除 ${button.dataset.drop}`);
});
element.addEventListener("focusout", (event) => {
  const button = event.target.closest("[data-sure]");
  if (!button) return;
  delete button.dataset.sure;
  button.textContent = "删除";
  button.setAttribute("aria-label", `删除 ${button.dataset.drop}`);
});
