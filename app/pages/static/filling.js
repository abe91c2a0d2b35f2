// The filling of the queue: what came of it is told to the review desk, which then shows the new items.
let underWay = false;
element.addEventListener("click", (event) => {
  if (event.target.closest("button")) trigger("apply", {});
});
watch("value", () => {
  const now = element.querySelector("[data-under-way]") !== null;
  if (underWay && !now) document.dispatchEvent(new CustomEvent("filled"));
  underWay = now;
});
