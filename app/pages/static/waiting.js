// A question on its way: nothing for 0.3 s, then how much is searched, after 8 s a way to stop. Where none
// arrives, the question stays and can be asked again.
let timers = [];
let asked = "";
let held = []; // requests that did not reach the server: they go out again
let typed = false;
const box = () => document.querySelector("#question textarea");
let underway = false;
// What is said here stands beside what the server says, which is Gradio's to draw.
const place = document.createElement("div");
const refused = () => document.getElementById("refused");
const show = (on) => {
  const loading = element.querySelector(".loading");
  if (!loading) return;
  loading.hidden = !on;
  loading.querySelector("[data-stop]").hidden = true;
  if (on) loading.scrollIntoView({ block: "nearest" });
};
const still = () => {
  timers.forEach(clearTimeout);
  timers = [];
  show(false);
};
const say = (words) => {
  const line = document.createElement("p");
  line.className = "message bad";
  line.setAttribute("role", "alert");
  line.textContent = `${words} `;
  line.innerHTML += '<button type="button" class="mini" data-retry>重试</button>';
  refused().before(place);
  place.replaceChildren(line);
};
const wait = () => {
  timers = [
    setTimeout(() => show(true), 300),
    setTimeout(() => {
      const stop = element.querySelector("[data-stop]");
      if (stop) stop.hidden = false;
    }, 8000),
  ];
};
document.addEventListener("studio:asked", (event) => {
  still();
  asked = event.detail || "";
  typed = box().value === asked;
  place.replaceChildren();
  refused().classList.add("old");
  underway = true;
  wait();
});
document.addEventListener("studio:answered", (event) => {
  underway = false;
  refused().classList.remove("old");
  still();
  const heard = document.getElementById("heard");
  if (heard && event.detail) heard.textContent = event.detail;
});
document.addEventListener("studio:lost", (event) => {
  event.preventDefault();
  held.push(event.detail);
  still();
  say("网络断开，问题已保留。");
});
const resend = () => {
  place.replaceChildren();
  if (underway) wait();
  held.splice(0).forEach((send) => send());
};
window.addEventListener("online", () => held.length && resend());
element.addEventListener("click", (event) => {
  if (!event.target.closest("[data-stop]")) return;
  trigger("stop");
  still();
  say("已停止。");
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-retry]")) return;
  if (held.length) resend();
  else if (typed) document.querySelector("#question button").click();
  else document.dispatchEvent(new CustomEvent("studio:again", { detail: asked }));
});
