// The page of drafts: what waits, why, and what the person does about it. Names that the phone didn't know are settled here.
import { dropDraft, findDraft, keepDraft, listDrafts, settleName, textOf, unknownNames, valuesOf } from "./drafts.js";
import { addresses } from "./places.js";
import { sendAll } from "./send.js";

const LOOKUPS = { firm_ids: "firms", contact_ids: "people" };

const copy = (frame, name) => frame.querySelector(`template[data-piece="${name}"]`).content.firstElementChild.cloneNode(true);
const part = (piece, name) => piece.querySelector(`[data-part="${name}"]`);

function stateOf(draft) {
  if (unknownNames(draft).length) return "unknown";
  return draft.state === "refused" ? "refused" : "waiting";
}

function headOf(draft) {
  const kind = textOf(draft, "kind", valuesOf(draft, "kind")[0] ?? "");
  const firms = valuesOf(draft, "firm_ids").map((id) => textOf(draft, "firm_ids", id));
  return [kind, firms.join("、")].filter(Boolean).join(" · ");
}

function card(frame, draft) {
  const piece = copy(frame, "draft");
  piece.dataset.key = draft.key;
  part(piece, "head").textContent = headOf(draft);
  part(piece, "when").textContent = (valuesOf(draft, "happened_at")[0] ?? "").replace("T", " ");
  part(piece, "summary").textContent = valuesOf(draft, "summary")[0] ?? "";
  part(piece, "files").textContent = draft.files.map((file) => file.name).join(", ");
  part(piece, "complete").href = `${addresses().quick}?draft=${draft.key}`;
  for (const badge of piece.querySelectorAll("[data-state]")) badge.hidden = badge.dataset.state !== stateOf(draft);
  part(piece, "faults").replaceChildren(...draft.faults.map(line));
  for (const [field, name] of unknownNames(draft)) part(piece, "names").append(nameBox(frame, draft, field, name));
  return piece;
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

// --- Names that are nobody's yet -----------------------------------------------------------------------------

async function candidates(field, name) {
  const address = new URL(addresses()[LOOKUPS[field]], location.href);
  address.searchParams.set("q", name);
  try {
    const reply = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
    return reply.ok ? (await reply.json()).items : null;
  } catch {
    return null;
  }
}

function nameBox(frame, draft, field, name) {
  const box = copy(frame, field === "firm_ids" ? "firm-name" : "person-name");
  part(box, "name").textContent = name;
  part(box, "as-text")?.addEventListener("click", () => settle(frame, draft.key, field, name, null));
  candidates(field, name).then((items) => {
    if (items === null) return;
    part(box, "waiting").hidden = true;
    part(box, "none").hidden = items.length > 0;
    part(box, "candidates").append(...items.map((item) => candidate(frame, draft, field, name, item)));
  });
  return box;
}

function candidate(frame, draft, field, name, item) {
  const button = copy(frame, "candidate");
  part(button, "text").textContent = item.text;
  part(button, "note").textContent = item.note ?? "";
  button.addEventListener("click", () => settle(frame, draft.key, field, name, item));
  return button;
}

async function settle(frame, key, field, name, found) {
  const draft = await findDraft(key);
  settleName(draft, field, name, found);
  await keepDraft(draft);
  await send(frame);
}

// --- The page ------------------------------------------------------------------------------------------------

async function show(frame, outcome) {
  const drafts = await listDrafts();
  part(frame, "list").replaceChildren(...drafts.map((draft) => card(frame, draft)));
  part(frame, "empty").hidden = drafts.length > 0;
  part(frame, "all").hidden = drafts.length === 0;
  for (const notice of frame.querySelectorAll("[data-outcome]")) {
    notice.hidden = drafts.length === 0 || notice.dataset.outcome !== outcome;
  }
}

async function send(frame) {
  await show(frame, await sendAll());
}

async function onClick(frame, event) {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  if (button.dataset.do === "send") await send(frame);
  if (button.dataset.do === "discard") {
    // The second tap on the same button means it.
    if (button.dataset.asked === undefined) return askAgain(button);
    await dropDraft(button.closest("[data-key]").dataset.key);
    await show(frame);
  }
}

function askAgain(button) {
  button.dataset.asked = "";
  button.querySelector("span").textContent = button.dataset.question;
}

export async function startDraftList(frame) {
  frame.addEventListener("click", (event) => onClick(frame, event));
  addEventListener("drafts:sent", (event) => show(frame, event.detail.outcome));
  await show(frame);
  await send(frame);
}
