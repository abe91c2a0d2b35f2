// Before Gradio's own scripts. Its pages say lang="en"; and all of its requests pass through here.
document.documentElement.lang = "zh-CN";
// Whoever hears "studio:lost" may hold a request that did not reach the server and send it again: told of a
// lost connection, Gradio would load the page anew, without the question and the answers.
const again = (lost) =>
  new Promise((send, give_up) => {
    const news = new CustomEvent("studio:lost", { detail: send, cancelable: true });
    if (document.dispatchEvent(news)) give_up(lost);
  });
((ask) => {
  window.fetch = async (...given) => {
    for (;;) {
      try {
        const got = await ask(...given);
        // The login has expired meanwhile: this request leads to the login and back.
        if (got.status === 401)
          location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
        return got;
      } catch (lost) {
        if (lost.name === "AbortError" || !String(given[0]).includes("/queue/join")) throw lost;
        await again(lost);
      }
    }
  };
})(fetch);
