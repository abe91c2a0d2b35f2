// The lists of 评估: two runs are chosen to be compared, a run is opened or handed over as a file.
const chosen = [];
const boxes = () => [...element.querySelectorAll(".pick input[type=checkbox]")];
const HINTS = ["勾选同一套题的两次，看差多少、是不是偶然。", "再勾选一次。", "", "只能比较两次，请去掉多的。"];
const paint = () => {
  boxes().forEach((box) => (box.checked = chosen.includes(box.value)));
  const button = element.querySelector("[data-act=compare]");
  if (!button) return;
  button.disabled = chosen.length !== 2;
  element.querySelector("[data-hint]").textContent = HINTS[Math.min(chosen.length, 3)];
};
element.addEventListener("change", (event) => {
  if (!event.target.closest(".pick")) return;
  const { checked, value } = event.target;
  if (checked) chosen.push(value);
  else chosen.splice(chosen.indexOf(value), 1);
  paint();
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button || button.disabled) return;
  const { act, run, suffix, against } = button.dataset;
  if (act === "compare") trigger("apply", { act, run: chosen[0], against: chosen[1] });
  else trigger("apply", { act, run, suffix, against });
});
watch("value", () => {
  const there = boxes().map((box) => box.value);
  chosen.splice(0, chosen.length, ...chosen.filter((run) => there.includes(run)));
  paint();
  const shown = element.querySelector("[data-reveal]");
  if (!shown) return;
  shown.focus({ preventScroll: true });
  shown.scrollIntoView({ block: "start" });
});
