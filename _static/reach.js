// A wide formula scrolls in its own box: give the keyboard a way into it, where it is wider than the page.
function reach() {
  for (const box of document.querySelectorAll("article mjx-container[display], article div.math")) {
    if (box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== "visible") box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
window.addEventListener("load", () => document.fonts.ready.then(reach));
window.addEventListener("resize", reach);

// On paper the page is light, also for a reader in the dark.
let onScreen;
window.addEventListener("beforeprint", () => {
  onScreen = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
});
window.addEventListener("afterprint", () => {
  document.documentElement.dataset.theme = onScreen;
});
