// Below the table, on a narrow window, an outline that was asked for comes into view.
watch("value", () => {
  if (!window.matchMedia("(max-width: 1023px)").matches) return;
  document.getElementById("document").scrollIntoView({ block: "start" });
});
