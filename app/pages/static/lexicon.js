// An entry's buttons: into the form, or out of the lexicon.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-word]");
  if (!button) return;
  trigger("select", { act: button.dataset.word, ...button.closest("tr").dataset });
});
