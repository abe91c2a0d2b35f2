// The panel shows the quote in the middle; its button and Escape close it and give the focus back.
const close = () => {
  trigger("clear");
  const number = document.querySelector("#thread .cite.on");
  if (number) number.focus();
};
element.addEventListener("click", (event) => {
  if (event.target.closest(".close")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.querySelector(".close")) close();
});
watch("value", () => {
  const paper = element.querySelector(".paper");
  const mark = element.querySelector("mark");
  if (paper && mark) paper.scrollTop = mark.offsetTop - paper.offsetTop - paper.clientHeight / 3;
});
