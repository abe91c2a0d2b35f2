// The gap list: chips ask for other gaps, a gap's form and buttons act on it; what was open stays open.
let open = new Set();
const remember = () => {
  open = new Set([...element.querySelectorAll("details.gap[open]")].map((gap) => gap.dataset.gap));
};
const act = (button) => {
  const gap = button.closest("[data-gap]");
  remember();
  gap.setAttribute("aria-busy", "true");
  gap.querySelectorAll("button").forEach((one) => (one.disabled = true));
  trigger("apply", {
    gap: gap.dataset.gap,
    act: button.dataset.act,
    values: Object.fromEntries(new FormData(gap.querySelector("form"))),
  });
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("step" in button.dataset) trigger("select", { step: button.dataset.step });
  else if (button.dataset.act && button.type === "button") act(button);
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  act(event.target.querySelector("[data-act=save]"));
});
watch("value", () => {
  element.querySelectorAll("details.gap").forEach((gap) => {
    if (open.has(gap.dataset.gap)) gap.open = true;
  });
});
