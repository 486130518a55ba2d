// The buttons that turn the theme over, and tell what draws itself (charts) to draw anew.
import { local } from "./storage.js";

const root = document.documentElement;

function show(button) {
  button.setAttribute("aria-pressed", String(root.dataset.bsTheme === "dark"));
}

export function startThemeSwitch() {
  const buttons = [...document.querySelectorAll("[data-theme-switch]")];
  buttons.forEach(show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    local.write("theme", next);
  });
  new MutationObserver(() => {
    buttons.forEach(show);
    document.dispatchEvent(new CustomEvent("theme:changed"));
  }).observe(root, { attributeFilter: ["data-bs-theme"] });
}
