// Runs before the first paint, so that a dark room stays dark: the remembered choice, or what the system prefers.
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // Storage may be closed by policy; the system's preference then decides.
  }
}

function apply() {
  const choice = remembered() ?? (dark.matches ? "dark" : "light");
  document.documentElement.dataset.bsTheme = choice;
}

apply();
dark.addEventListener("change", apply);
document.documentElement.dataset.scripted = "";
