// Rows lead somewhere: a click anywhere in a row follows its first link; up, down, home and end walk the rows.

const ROW = "table[data-rows] tbody tr";
const linkOf = (row) => row?.querySelector("a[data-row-link]");

function onClick(event) {
  const row = event.target.closest(ROW);
  if (!row || event.target.closest("a, button, input, label, select, summary") || getSelection().toString()) return;
  const link = linkOf(row);
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href);
  else link.click();
}

function onKey(event) {
  const link = event.target.closest?.("a[data-row-link]");
  const row = link?.closest(ROW);
  if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...row.parentElement.children].filter(linkOf);
  const at = rows.indexOf(row);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined || !rows[next]) return;
  event.preventDefault();
  linkOf(rows[next]).focus();
}

// A table that is wider than the page can be reached and moved by keyboard.
function markScrollable() {
  for (const frame of document.querySelectorAll(".table-frame")) {
    const isWide = frame.scrollWidth > frame.clientWidth + 1;
    frame.classList.toggle("is-wide", isWide || "wide" in frame.dataset);
    if (isWide) frame.setAttribute("tabindex", "0");
    else frame.removeAttribute("tabindex");
  }
}

export function startTables() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  markScrollable();
  addEventListener("resize", markScrollable);
}
