// `/` goes to the search box from anywhere but a field; Escape leaves it.

const TYPING = "input, textarea, select, [contenteditable], dialog[open] *";

export function startHotkeys() {
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-search-box]");
    if (!search || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !event.target.closest(TYPING)) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && event.target === search) {
      search.blur();
    }
  });
}
