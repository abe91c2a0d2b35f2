// What was asked: opened again by its words, deleted only after a second click that says so.
const place = document.getElementById("past");
const opener = () => document.querySelector("#past-of button");
const narrow = window.matchMedia("(max-width: 1100px)");
const show = (open) => {
  place.classList.toggle("open", open);
  if (opener()) opener().setAttribute("aria-expanded", String(open));
  const covers = open && narrow.matches;
  ["header", "answers", "source"].forEach((id) => document.getElementById(id).toggleAttribute("inert", covers));
};
const close = () => {
  if (!place.classList.contains("open")) return;
  show(false);
  if (narrow.matches && opener()) opener().focus();
};
const sure = (around, on) => {
  around.querySelector(".confirm").hidden = !on;
  if (on) around.querySelector(".confirm button").focus();
};
const reveal = () => {
  show(true);
  const first = element.querySelector("button.again, .close");
  if (first) first.focus();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href="/#past"]');
  if (link) {
    // The header's menu, on the page that has the list: no new page, which would lose the answers.
    event.preventDefault();
    const menu = link.closest("[popover]");
    if (menu && menu.hidePopover) menu.hidePopover();
  }
  if (link || event.target.closest("#past-of button")) {
    reveal();
  } else if (place.classList.contains("open") && event.isTrusted && !place.contains(event.target)) close();
});
element.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const row = at("[data-id]");
  const around = row || at(".all");
  if (at(".close")) return close();
  if (at("[data-wipe]") || at(".del")) return sure(around, true);
  if (at("[data-keep]")) {
    sure(around, false);
    return around.querySelector("[data-wipe], .del").focus();
  }
  if (at("[data-wipe-now]")) return trigger("clear");
  if (at("[data-delete-now]")) return trigger("delete", { id: Number(row.dataset.id) });
  if (!at(".again")) return;
  trigger("select", { id: Number(row.dataset.id) });
  close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) close();
});
narrow.addEventListener("change", () => show(false));
// Come from the menu of another page.
if (location.hash === "#past") {
  history.replaceState(null, "", location.pathname + location.search);
  if (narrow.matches) show(true);
}
