// A block under an answer as it has become; the rest of the thread stays as it is, with what is folded open.
watch("value", () => {
  const told = props.value;
  const block = told && document.querySelector(`#thread .fb[data-of="${told.turn}"]`);
  if (!block) return;
  const within = block.contains(document.activeElement);
  block.outerHTML = told.html;
  const anew = document.querySelector(`#thread .fb[data-of="${told.turn}"]`);
  if (within && anew) anew.focus({ preventScroll: true });
  if (anew) anew.scrollIntoView({ block: "nearest" });
});
