// The filters that are seldom needed, behind a button that stays marked while one of them narrows.
const button = element.querySelector("button");
const more = () => document.getElementById("more");
const day = () => document.querySelector("#as-of input, #as-of textarea");
const mark = () => {
  const used = more().querySelector("label.selected, input:checked") || (day() && day().value);
  button.setAttribute("aria-pressed", String(Boolean(used)));
};
button.addEventListener("click", () => {
  const open = more().classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
  // The browser's own calendar, in the reader's language.
  if (day()) day().type = "date";
});
document.addEventListener("change", (event) => {
  if (event.target.closest("#more")) requestAnimationFrame(mark);
});
