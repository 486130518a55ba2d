// Menus are <details>, so they open without a script; this closes them as people expect. The same for the way
// through the house on a phone, which is a link to #navigation without a script.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

function onEscape(event) {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return closeMenus(null);
  menu.open = false;
  menu.querySelector("summary").focus();
}

function startDrawer() {
  const drawer = document.getElementById("navigation");
  if (!drawer) return;
  const openers = document.querySelectorAll('a[href="#navigation"]');
  let opener = null;

  function toggle(isOpen) {
    drawer.classList.toggle("is-open", isOpen);
    document.body.classList.toggle("has-drawer", isOpen);
    openers.forEach((link) => link.setAttribute("aria-expanded", String(isOpen)));
    if (isOpen) drawer.querySelector("a, summary, button")?.focus();
    else opener?.focus();
  }

  openers.forEach((link) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", "navigation");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      opener = link;
      toggle(!drawer.classList.contains("is-open"));
    });
  });
  drawer.querySelectorAll("[data-drawer-close]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      toggle(false);
    }),
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.classList.contains("is-open")) toggle(false);
  });
}

export function startMenus() {
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", onEscape);
  startDrawer();
}
