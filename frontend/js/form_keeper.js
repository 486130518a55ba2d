// Nothing typed is lost: forms with data-keep leave a draft in this tab's storage, which comes back after a reload,
// a dropped line or an expired session, and goes once the form has been taken.
import { owner } from "./line.js";
import { announce, say } from "./messages.js";
import { session } from "./storage.js";

const PREFIX = "draft:";
const NEVER = 'input[type="password"], input[type="file"], input[type="hidden"], [data-keep-not]';

const keyOf = (form) => `${PREFIX}${owner()}:${location.pathname}:${form.dataset.keep}`;

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !field.matches(NEVER));
}

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  if (field.multiple) return [...field.selectedOptions].map((option) => [option.value, option.text]);
  // The text of an option goes with it: a look-up has no options of its own after a reload.
  if (field.nodeName === "SELECT") return [[field.value, field.selectedOptions[0]?.text ?? ""]];
  return field.value;
}

function identify(field) {
  return field.type === "checkbox" || field.type === "radio" ? `${field.name}=${field.value}` : field.name;
}

function snapshot(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [identify(field), valueOf(field)]));
}

function choose(field, pairs) {
  for (const option of field.options) option.selected = false;
  for (const [value, text] of pairs) {
    const known = [...field.options].find((option) => option.value === value);
    if (known) known.selected = true;
    else field.add(new Option(text, value, true, true));
  }
}

function put(field, value) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = value;
  else if (field.nodeName === "SELECT") choose(field, value);
  else field.value = value;
}

function restore(form, values) {
  for (const field of fieldsOf(form)) {
    const value = values[identify(field)];
    if (value !== undefined) put(field, value);
  }
}

function offerToDiscard(form, asServed) {
  const notice = document.getElementById("draft-notice")?.content.firstElementChild?.cloneNode(true);
  if (!notice) return;
  notice.querySelector("button").addEventListener("click", () => {
    restore(form, asServed);
    session.remove(keyOf(form));
    notice.remove();
    form.dispatchEvent(new CustomEvent("keep:discarded"));
  });
  form.prepend(notice);
  announce(say("draft_restored"));
}

function keep(form) {
  const key = keyOf(form);
  const asServed = snapshot(form);
  const draft = session.read(key);
  // A refused form comes back filled by the server, which knows better than the draft.
  if (draft && !form.hasAttribute("data-refused")) {
    if (JSON.stringify(draft.values) !== JSON.stringify(asServed)) {
      restore(form, draft.values);
      offerToDiscard(form, asServed);
    }
  } else if (draft) {
    // Not taken: whoever leaves the refused page to look something up finds it again.
    session.write(key, { values: asServed });
  }
  let timer;
  const save = () => session.write(key, { values: snapshot(form) });
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 300);
  };
  form.addEventListener("input", saveSoon);
  form.addEventListener("change", saveSoon);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    session.write(key, { values: snapshot(form), sent: true });
  });
  addEventListener("pagehide", () => {
    if (session.read(key)?.sent !== true && timer) save();
  });
}

/** A draft that was sent has been taken when the next page is neither a refusal nor the sign-in page. */
function clearTaken() {
  if (document.body.hasAttribute("data-refusal") || !owner()) return;
  const shown = new Set([...document.querySelectorAll("form[data-keep][data-refused]")].map(keyOf));
  for (const key of session.keys()) {
    if (key.startsWith(PREFIX) && !shown.has(key) && session.read(key)?.sent) session.remove(key);
  }
}

/** What was half-typed in this tab, by whom ever: gone with the sign-out. */
export function clearHalfTyped() {
  session.keys().filter((key) => key.startsWith(PREFIX)).forEach(session.remove);
}

export function startFormKeeper() {
  clearTaken();
  document.querySelectorAll("form[data-keep]").forEach(keep);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    clearHalfTyped();
  });
}
