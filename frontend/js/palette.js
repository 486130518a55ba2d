// The search box as a palette: `/` or Ctrl+K opens it, finds come while one types, arrows choose, Enter opens.
// Without a script the box is a plain form that leads to the page of finds.
import { local } from "./storage.js";

const WAIT = 120;
const KEPT = 8;
const RECORD = /^\/[a-z-]+(\/[a-z-]+)*\/\d+$/;

let dialog;
let input;
let list;
let asked = 0;
let timer;

const recentKey = () => `recent-${document.documentElement.dataset.user}`;

function recents() {
  try {
    return JSON.parse(local.read(recentKey())) ?? [];
  } catch {
    return [];
  }
}

// A record's page, once it was opened, comes first the next time. It is kept on this device, per person.
function rememberThisPage() {
  const title = document.querySelector(".page-title") && document.title.split(" · ")[0].trim();
  if (!title || !RECORD.test(location.pathname)) return;
  const others = recents().filter(({ url }) => url !== location.pathname);
  local.write(recentKey(), JSON.stringify([{ title, url: location.pathname }, ...others].slice(0, KEPT)));
}

// Who signs out leaves no names behind on a shared machine.
function forgetAtSignOut(event) {
  if (event.target.matches?.("[data-sign-out]")) local.remove(recentKey());
}

function showRecents() {
  const known = recents();
  if (!known.length || input.value.trim()) return;
  const group = dialog.querySelector("[data-palette-recent]").content.cloneNode(true);
  const holder = group.querySelector("[role=group]");
  const pattern = group.querySelector("[role=option]");
  pattern.remove();
  known.forEach(({ title, url }, place) => {
    const line = pattern.cloneNode(true);
    line.id = `palette-recent-${place}`;
    line.href = url;
    line.querySelector(".palette-title").textContent = title;
    holder.append(line);
  });
  list.prepend(group);
}

const lines = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(line) {
  chosen()?.setAttribute("aria-selected", "false");
  if (line) {
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", line.id);
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function move(step) {
  const all = lines();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  choose(all[(at + step + all.length) % all.length]);
}

async function ask() {
  const turn = ++asked;
  const address = new URL(dialog.dataset.url, location.href);
  address.searchParams.set("q", input.value.trim());
  try {
    const reply = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
    const words = await reply.text();
    if (turn !== asked || !reply.ok) return;
    list.innerHTML = words;
    showRecents();
    choose(lines()[0]);
  } catch {
    // Off line, or signed out: Enter leads to the page itself, which says so.
  }
}

// What was chosen before belongs to other words: Enter before the finds are there leads to the page of finds.
function onType() {
  choose(null);
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && chosen()) {
    event.preventDefault();
    chosen().click();
  }
}

function open(words = "") {
  if (dialog.open) return;
  input.value = words;
  dialog.showModal();
  input.select();
  ask();
}

function isOpener(event) {
  if (event.altKey || event.isComposing) return false;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return true;
  const isTyping = event.target.closest("input, textarea, select, [contenteditable], dialog[open] *");
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping;
}

export function startPalette() {
  dialog = document.querySelector("[data-palette]");
  if (!dialog) return;
  input = dialog.querySelector("[data-palette-input]");
  list = dialog.querySelector("[data-palette-list]");
  rememberThisPage();
  input.addEventListener("input", onType);
  input.addEventListener("keydown", onKey);
  document.addEventListener("submit", forgetAtSignOut);
  document.addEventListener("keydown", (event) => {
    if (!isOpener(event)) return;
    event.preventDefault();
    open();
  });
  document.querySelectorAll("[data-search-box]").forEach((box) => box.addEventListener("click", () => open(box.value)));
  document.querySelectorAll("[data-palette-open]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    }),
  );
}
