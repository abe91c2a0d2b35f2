// Dark where the address or the system asks for it, as on the pages that Gradio makes.
const asked = new URLSearchParams(location.search).get("__theme");
const dark = asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.body.classList.toggle("dark", dark);
