// A cell's documents are shown below its map; the same cell again puts them away.
element.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  const card = cell.closest(".card");
  const was = cell.getAttribute("aria-expanded") === "true";
  card.querySelectorAll("[data-cell]").forEach((one) => one.setAttribute("aria-expanded", "false"));
  card.querySelector(".shown")?.remove();
  if (was) return;
  cell.setAttribute("aria-expanded", "true");
  const shown = document.createElement("div");
  shown.className = "shown";
  shown.setAttribute("role", "status");
  shown.append(cell.nextElementSibling.content.cloneNode(true));
  card.append(shown);
});
