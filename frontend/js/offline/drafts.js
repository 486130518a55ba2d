// Drafts of the quick log, bound to who wrote them: another person on the same phone neither sees nor sends them.
import { owner } from "../line.js";
import { local } from "../storage.js";
import { get, listOf, put, remove } from "./store.js";

export const UNKNOWN = "?";
/** Fields in which a name may stand that the phone doesn't know: its value begins with a question mark. */
const NAMED = ["firm_ids", "contact_ids"];

export const countKey = (user) => `drafts:${user}`;

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** This person's drafts, in the order in which they were written. */
export async function listDrafts() {
  const drafts = await listOf("drafts", owner());
  return drafts.sort((one, other) => one.writtenAt - other.writtenAt);
}

async function tell() {
  const drafts = await listDrafts();
  local.write(countKey(owner()), String(drafts.length));
  dispatchEvent(new CustomEvent("drafts:changed", { detail: { count: drafts.length } }));
}

export async function findDraft(key) {
  const draft = await get("drafts", key);
  return draft?.user === owner() ? draft : undefined;
}

export async function keepDraft(draft) {
  await put("drafts", draft);
  await tell();
}

export async function dropDraft(key) {
  await remove("drafts", key);
  await tell();
}

/** What a form says, with the words of what was chosen, and the photos of before with those of now. */
export async function draftOf(form) {
  const key = form.elements.namedItem("client_key").value;
  const before = await findDraft(key);
  const entries = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && !(value instanceof File));
  const added = [...form.querySelectorAll('input[type="file"]')].flatMap((input) => [...input.files]);
  return {
    key,
    user: owner(),
    writtenAt: before?.writtenAt ?? Date.now(),
    state: "waiting",
    faults: [],
    entries,
    texts: textsOf(form),
    files: [...(before?.files ?? []), ...added.map((file) => ({ name: file.name, blob: file }))],
  };
}

function textsOf(form) {
  const texts = {};
  for (const option of form.querySelectorAll("select option:checked")) {
    if (option.value) texts[`${option.parentElement.name}:${option.value}`] = option.text;
  }
  for (const choice of form.querySelectorAll('input[type="radio"]:checked')) {
    texts[`${choice.name}:${choice.value}`] = choice.labels[0]?.textContent.trim() ?? choice.value;
  }
  return texts;
}

export const valuesOf = (draft, name) => draft.entries.filter(([each]) => each === name).map(([, value]) => value);
export const textOf = (draft, name, value) => draft.texts[`${name}:${value}`] ?? value.replace(UNKNOWN, "");

/** The names that are nobody's yet, as [field, name]. */
export function unknownNames(draft) {
  return draft.entries
    .filter(([name, value]) => NAMED.includes(name) && value.startsWith(UNKNOWN))
    .map(([name, value]) => [name, value.slice(UNKNOWN.length)]);
}

/** Put a record in the place of a name; without one the name goes into the text. */
export function settleName(draft, field, name, found) {
  const entries = draft.entries.map(([each, value]) => {
    if (each !== field || value !== UNKNOWN + name) return [each, value];
    return found ? [each, String(found.id)] : null;
  });
  draft.entries = entries.filter(Boolean);
  if (found) draft.texts[`${field}:${found.id}`] = found.text;
  else draft.entries = draft.entries.map(([each, value]) => [each, each === "summary" ? `${value}\n${name}` : value]);
}
