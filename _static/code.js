// Code is shown or hidden, by one button, and the browser remembers it. What is looked at stays where it is.
(() => {
  const html = document.documentElement, NAME = "customer-value-workbook code";

  function put(state) {
    html.dataset.code = state;
    try { localStorage.setItem(NAME, state); } catch { /* it holds for this page */ }
  }

  function say(button) {
    const shown = html.dataset.code !== "hidden";
    button.title = button.ariaLabel = shown ? "Hide the code" : "Show the code";
    button.setAttribute("aria-pressed", String(shown));
  }

  function turn(button) {
    const marks = [...document.querySelectorAll("article :is(p, h1, h2, h3)")];
    const mark = marks.find(one => one.getBoundingClientRect().top > 60), before = mark?.getBoundingClientRect().top;
    put(html.dataset.code === "hidden" ? "shown" : "hidden");
    say(button);
    if (mark?.checkVisibility()) scrollBy({top: mark.getBoundingClientRect().top - before, behavior: "instant"});
  }

  addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector(".article-header-buttons");
    if (!bar || !document.querySelector("article .cell_input")) return;
    const button = document.createElement("button"), sign = document.createElement("span");
    button.type = "button";
    button.className = "btn btn-sm code-switch";
    sign.textContent = "</>";
    sign.ariaHidden = "true";
    button.append(sign);
    button.addEventListener("click", () => turn(button));
    bar.prepend(button);
    say(button);
  });
})();
