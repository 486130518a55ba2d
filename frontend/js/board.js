// The board: a card is carried to another column, or moved by its menu; the gate answers. Without a script the menu's
// form is sent as any other, and the answer is a page.

const KEPT = "board-card";

function tokenOf() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

function showRefusal(html, opener) {
  const dialog = document.getElementById("board-refused");
  dialog.innerHTML = html;
  dialog.showModal();
  dialog.addEventListener("close", () => opener?.focus(), { once: true });
}

async function send(url, fields, card) {
  const body = new FormData();
  Object.entries(fields).forEach(([name, value]) => body.append(name, value));
  card.setAttribute("aria-busy", "true");
  const answer = await fetch(url, { method: "POST", body, headers: { "X-Fragment": "1", "X-CSRFToken": tokenOf() } });
  card.removeAttribute("aria-busy");
  if (answer.status === 204) {
    sessionStorage.setItem(KEPT, card.id);
    location.reload();
  } else if (answer.status === 422) {
    showRefusal(await answer.text(), card.querySelector("summary"));
  } else {
    location.reload();
  }
}

function move(card, stage) {
  return send(card.dataset.dropUrl, { to: stage, lock_version: card.dataset.version }, card);
}

function onSubmit(event) {
  const form = event.target.closest("form[data-board-move]");
  if (!form) return;
  event.preventDefault();
  form.closest("details").open = false;
  move(form.closest("[data-board-card]"), form.elements.to.value);
}

function carry(board) {
  let carried = null;
  const columnAt = (event) => event.target.closest("[data-board-stage]");
  const clear = () => board.querySelectorAll(".is-over").forEach((column) => column.classList.remove("is-over"));

  board.addEventListener("dragstart", (event) => {
    carried = event.target.closest("[data-board-card]");
    if (!carried) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", carried.id);
  });
  board.addEventListener("dragover", (event) => {
    const column = columnAt(event);
    if (!carried || !column) return;
    event.preventDefault();
    clear();
    column.classList.add("is-over");
  });
  board.addEventListener("dragend", () => {
    carried = null;
    clear();
  });
  board.addEventListener("drop", (event) => {
    const column = columnAt(event);
    if (!carried || !column) return;
    event.preventDefault();
    const stage = column.dataset.boardStage;
    if (stage !== carried.closest("[data-board-stage]").dataset.boardStage) move(carried, stage);
  });
}

// Whoever moved a card goes on where they were.
function focusMoved() {
  const id = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  document.getElementById(id ?? "")?.querySelector("a")?.focus();
}

export function startBoard() {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  document.addEventListener("submit", onSubmit);
  carry(board);
  focusMoved();
}
