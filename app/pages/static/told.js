// A block under an answer as it has become; the rest of the thread stays as it is, with what is folded open.
watch("value", () => {
  const told = props.value;
  const block = told && document.querySelector(`#thread .fb[data-of="${told.turn}"]`);
  if (!block) return;
  const focus = block.contains(document.activeElement) ? document.activeElement : null;
  const why = block.querySelector(".why");
  block.outerHTML = told.html;
  const anew = document.querySelector(`#thread .fb[data-of="${told.turn}"]`);
  // What was chosen and written since the click that this answers stays as it is.
  const drawn = anew.querySelector(".why");
  if (why && drawn) drawn.replaceWith(why);
  if (focus) (anew.contains(focus) ? focus : anew).focus({ preventScroll: true });
  if (!why) anew.scrollIntoView({ block: "nearest" });
});
