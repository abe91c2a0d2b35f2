// The fragment #start-end marks that span of the text, counted in code points, and brings it into view.
const text = document.getElementById("text");
const note = document.getElementById("cited");
const unmark = () => {
  text.querySelectorAll("mark").forEach((mark) => mark.replaceWith(...mark.childNodes));
  text.normalize();
};
// A JavaScript string counts UTF-16 units: a character beyond the first plane is two of them.
const unitsOf = (string, points) => Array.from(string).slice(0, points).join("").length;
const markNode = (node, from, to) => {
  const range = document.createRange();
  range.setStart(node, unitsOf(node.data, from));
  range.setEnd(node, unitsOf(node.data, to));
  const mark = document.createElement("mark");
  range.surroundContents(mark);
};
const markLine = (line, start, end) => {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let at = Number(line.dataset.at);
  for (const node of nodes) {
    const length = Array.from(node.data).length;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to) markNode(node, from, to);
    at += length;
  }
};
const markSpan = () => {
  unmark();
  note.hidden = true;
  const span = /^#([0-9]{1,9})-([0-9]{1,9})$/.exec(location.hash);
  if (!span) return;
  const [start, end] = [Number(span[1]), Number(span[2])];
  if (start >= end || end > Number(text.dataset.length)) return;
  const lines = [...text.querySelectorAll("[data-at]")];
  // The last line that begins before the span, and all that begin within it.
  let first = lines.findIndex((line) => Number(line.dataset.at) > start);
  first = first < 0 ? lines.length - 1 : Math.max(first - 1, 0);
  for (let i = first; i < lines.length && Number(lines[i].dataset.at) < end; i += 1) {
    markLine(lines[i], start, end);
  }
  const mark = text.querySelector("mark");
  if (!mark) return;
  note.textContent = "引用的原文已标出。";
  note.hidden = false;
  mark.scrollIntoView({ block: "center" });
};
window.addEventListener("hashchange", markSpan);
document.getElementById("print").addEventListener("click", () => window.print());
const contents = document.getElementById("contents");
if (contents) contents.open = matchMedia("(min-width: 1024px)").matches;
markSpan();
