// The quick log: what is suggested from the firms chosen, days at a tap, and what becomes of it when it is sent.
import { LineDownError, SignedOutError } from "../line.js";
import { announce, say } from "../messages.js";
import { draftOf, findDraft, keepDraft, newKey, UNKNOWN } from "./drafts.js";
import { suggest } from "./lookup.js";
import { addresses } from "./places.js";
import { businessTime, sendDraft } from "./send.js";
import { isThere } from "./store.js";

const DAY = 24 * 60 * 60_000;

const values = (select) => [...select.selectedOptions].map((option) => option.value);

/** Choose a record in a select, enhanced or not, of which it need not know yet. */
export function choose(select, { id, text }) {
  if (select.tomselect) {
    select.tomselect.addOption({ id, text });
    select.tomselect.addItem(String(id));
    return;
  }
  select.add(new Option(text, id, true, true));
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

// --- Now ---------------------------------------------------------------------------------------------------

const now = (frame) => (frame.dataset.replayed === undefined ? new Date() : new Date(frame.dataset.servedAt));

/** A page out of the cache was made at another time: what nobody has touched is set anew. */
function refresh(frame, form) {
  if (form.hasAttribute("data-refused")) return;
  form.elements.client_key.value = newKey();
  const field = form.elements.happened_at;
  if (field.value === field.defaultValue) field.value = businessTime(now(frame));
}

function startDays(frame, form) {
  frame.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-days]");
    if (!chip) return;
    const day = businessTime(new Date(now(frame).getTime() + Number(chip.dataset.days) * DAY)).slice(0, 10);
    form.elements.next_due_on.value = day;
    form.elements.next_due_on.dispatchEvent(new Event("change", { bubbles: true }));
    announce(day);
  });
}

// --- What is suggested ---------------------------------------------------------------------------------------

async function suggestions(firmIds) {
  const address = new URL(addresses().suggestions, location.href);
  firmIds.forEach((id) => address.searchParams.append("firm", id));
  try {
    const reply = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (reply.ok) return await reply.json();
  } catch {
    // Without a line the phone's own names do.
  }
  return suggest(firmIds);
}

function chip(item, select) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip-button";
  button.textContent = item.text;
  button.addEventListener("click", () => {
    choose(select, item);
    button.remove();
    select.tomselect?.focus();
  });
  return button;
}

function showChips(place, items, select) {
  const chosen = values(select);
  place.replaceChildren(...items.filter((item) => !chosen.includes(String(item.id))).map((item) => chip(item, select)));
  place.hidden = !place.childElementCount;
}

function startSuggestions(frame, form) {
  let asked = "";
  const show = async () => {
    const firmIds = values(form.elements.firm_ids).filter((id) => !id.startsWith(UNKNOWN));
    if (asked === String(firmIds)) return;
    asked = String(firmIds);
    const found = firmIds.length ? await suggestions(firmIds) : { people: [], projects: [] };
    if (asked !== String(firmIds)) return;
    showChips(frame.querySelector('[data-suggested="people"]'), found.people, form.elements.contact_ids);
    showChips(frame.querySelector('[data-suggested="projects"]'), found.projects, form.elements.project_id);
  };
  form.elements.firm_ids.addEventListener("change", show);
  show();
}

// --- Sending -----------------------------------------------------------------------------------------------

/** Hand the form itself to the server: it shows what isn't taken beside its cause, and asks what it has to ask. */
function handOver(form, draft) {
  const input = form.querySelector('input[type="file"]');
  const held = new DataTransfer();
  draft.files.forEach(({ name, blob }) => held.items.add(new File([blob], name, { type: blob.type })));
  input.files = held.files;
  HTMLFormElement.prototype.submit.call(form);
}

async function send(form) {
  const draft = await draftOf(form);
  await keepDraft(draft);
  if (draft.entries.some(([, value]) => value.startsWith(UNKNOWN))) return location.assign(addresses().drafts);
  try {
    const url = await sendDraft(draft);
    return url ? location.assign(url) : handOver(form, draft);
  } catch (error) {
    if (!(error instanceof LineDownError || error instanceof SignedOutError)) throw error;
    return location.assign(addresses().drafts);
  }
}

function startSending(form) {
  let isOnItsWay = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // What the server would refuse anyway isn't put aside: the browser says it at once.
    if (!form.checkValidity() && !form.reportValidity()) return;
    if (isOnItsWay) return;
    isOnItsWay = true;
    announce(say("sending"));
    try {
      await send(form);
    } finally {
      isOnItsWay = false;
    }
  });
}

// --- A draft to complete --------------------------------------------------------------------------------------

function fillField(form, draft, name, all) {
  const field = form.elements.namedItem(name);
  if (!field) return;
  if (field instanceof RadioNodeList) field.value = all[0];
  else if (field.nodeName === "SELECT") fillSelect(field, draft, all);
  else if (field.type === "checkbox") field.checked = true;
  else field.value = all[0];
}

function fillSelect(select, draft, all) {
  for (const option of select.options) option.selected = all.includes(option.value);
  const known = [...select.options].map((option) => option.value);
  all
    .filter((value) => !known.includes(value))
    .forEach((value) => select.add(new Option(draft.texts[`${select.name}:${value}`] ?? value, value, true, true)));
  select.tomselect?.sync();
}

async function openDraft(frame, form) {
  const key = new URLSearchParams(location.search).get("draft");
  const draft = key && (await findDraft(key));
  if (!draft) return false;
  for (const box of form.querySelectorAll('input[type="checkbox"]')) box.checked = false;
  for (const name of new Set(draft.entries.map(([each]) => each))) {
    fillField(form, draft, name, draft.entries.filter(([each]) => each === name).map(([, value]) => value));
  }
  const held = frame.querySelector("[data-held-files]");
  held.textContent = draft.files.map((file) => file.name).join(", ");
  held.hidden = !draft.files.length;
  return true;
}

export async function startQuickLog(frame) {
  const form = frame.querySelector("form");
  startDays(frame, form);
  if (!(await isThere())) return startSuggestions(frame, form);
  if (!(await openDraft(frame, form))) refresh(frame, form);
  startSuggestions(frame, form);
  startSending(form);
  frame.dataset.ready = "";
}
