// Filters that are chosen after an answer change nothing of it: its question is offered again with them.
const button = element.querySelector("button");
const last = () => [...document.querySelectorAll("#thread .turn")].pop();
const chosen = () => {
  const labels = [...document.querySelectorAll("#filters input:checked")].map((one) => one.closest("label").textContent.trim());
  const day = document.querySelector("#as-of input, #as-of textarea");
  return [...labels.filter((label) => label !== "全部"), ...(day && day.value ? [day.value.trim()] : [])];
};
const offer = () => {
  const turn = last();
  const now = chosen();
  const before = turn ? turn.dataset.narrowed.split("、").filter(Boolean) : now;
  button.hidden = [...now].sort().join() === [...before].sort().join();
  button.textContent = now.length ? `按${now.join("、")}重新查` : "不限范围重新查";
};
const later = () => setTimeout(offer, 60);
button.addEventListener("click", () => {
  button.hidden = true;
  document.dispatchEvent(new CustomEvent("studio:again", { detail: last().dataset.question }));
});
document.addEventListener("change", (event) => {
  if (event.target.closest("#filters")) later();
});
document.addEventListener("studio:asked", () => (button.hidden = true));
document.addEventListener("studio:answered", later);
