// The steps of an application: saved as one types. What can't be sent is kept on this device, bound to the person, and
// goes on when the line is back. Without a script each step is saved by its button.
import { ask, freshToken, LineDownError, owner, SignedOutError } from "./line.js";
import { local } from "./storage.js";

const PAUSE = 1200;
const PATIENCE = 20_000;
const RETRY = 8000;
const PREFIX = "application:";

function show(form, state) {
  for (const line of form.querySelectorAll("[data-saving] [data-state]")) line.hidden = line.dataset.state !== state;
  form.dataset.saved = state;
}

// --- What one typed ------------------------------------------------------------------------------------------

const asked = (form) => [...form.elements].filter((field) => field.name && !/^(csrf_token|lock_version|keep_)/.test(field.name));

function typed(form) {
  const values = {};
  for (const field of asked(form)) {
    if (field.type === "radio") {
      if (field.checked) values[field.name] = field.value;
    } else values[field.name] = field.value;
  }
  return values;
}

function fill(form, values) {
  for (const field of asked(form)) {
    if (!(field.name in values)) continue;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
  }
}

const keyOf = (form) => `${PREFIX}${owner()}:${form.dataset.key}`;

function keptOn(form) {
  try {
    return JSON.parse(local.read(keyOf(form)) ?? "null");
  } catch {
    return null;
  }
}

const keep = (form) =>
  local.write(keyOf(form), JSON.stringify({ values: typed(form), version: form.elements.lock_version.value }));

/** Everything of this person's that waits on this device: gone with the sign-out. */
function clearKept() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) local.remove(key);
}

// --- Saving --------------------------------------------------------------------------------------------------

const tokenFor = async (form) => (await freshToken(form.dataset.tokenUrl, PATIENCE)).token;

async function send(form, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  body.append("csrf_token", await tokenFor(form));
  body.append("lock_version", form.elements.lock_version.value);
  return ask(form.dataset.autosave, { patience: PATIENCE, method: "POST", body });
}

/** "saved", "faults", "conflict", "down" or "out". */
async function save(form) {
  const values = typed(form);
  keep(form);
  show(form, "saving");
  try {
    const reply = await send(form, values);
    if (reply.status === 409) return "conflict";
    if (!reply.ok) return "faults";
    const said = await reply.json();
    form.elements.lock_version.value = said.lock_version;
    const faults = Object.keys(said.faults ?? {}).length > 0;
    // What came in since stays kept until it is sent too.
    if (JSON.stringify(values) === JSON.stringify(typed(form)) && !faults) local.remove(keyOf(form));
    else keep(form);
    return faults ? "faults" : "saved";
  } catch (error) {
    if (error instanceof LineDownError) return "down";
    if (error instanceof SignedOutError) return "out";
    throw error;
  }
}

function startSaving(form) {
  // Both versions side by side: what holds is chosen and sent at once, not saved meanwhile.
  if (form.querySelector(`[name^="keep_"]`)) return;
  let timer;
  let retry;
  let wantsOn = false;
  let leaving = false;
  let running = Promise.resolve();

  const submit = () => {
    leaving = true;
    local.remove(keyOf(form));
    HTMLFormElement.prototype.submit.call(form);
  };
  const after = (state) => {
    if (leaving) return;
    show(form, state);
    clearTimeout(retry);
    if (state === "down" || state === "out") retry = setTimeout(go, RETRY);
    else if (wantsOn) submit();
  };
  // One save after the other: each knows the version that the one before it made.
  const go = () => {
    clearTimeout(timer);
    // What was asked for twice meanwhile has nothing left to do once the page is on its way.
    running = running.then(() => (leaving ? "" : save(form))).then(after);
    return running;
  };
  const soon = () => {
    keep(form);
    clearTimeout(timer);
    timer = setTimeout(go, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wantsOn = true;
    go();
  });
  addEventListener("online", go);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && ["down", "out"].includes(form.dataset.saved)) go();
  });
  restore(form, go);
}

function restore(form, go) {
  const kept = keptOn(form);
  // A refused form comes back filled by the server, which knows better.
  if (!kept || form.hasAttribute("data-refused")) return;
  if (JSON.stringify(kept.values) === JSON.stringify(typed(form))) return local.remove(keyOf(form));
  fill(form, kept.values);
  // What was saved elsewhere in the meantime is a conflict: the version is that of when this was typed.
  form.elements.lock_version.value = kept.version;
  go();
}

// --- Papers --------------------------------------------------------------------------------------------------

function upload(form, token, progress) {
  return new Promise((resolve, reject) => {
    const body = new FormData(form);
    body.set("csrf_token", token);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = Math.round((100 * event.loaded) / event.total);
    });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new LineDownError()));
    request.addEventListener("timeout", () => reject(new LineDownError()));
    request.send(body);
  });
}

function startPapers(form) {
  const progress = form.querySelector("[data-paper-progress]");
  const file = form.querySelector('input[type="file"]');
  let waits = false;
  const tell = (state, words = "") => {
    for (const line of form.querySelectorAll("[data-paper-state] [data-state]")) line.hidden = line.dataset.state !== state;
    if (words) form.querySelector("[data-words]").textContent = words;
    progress.hidden = state !== "sending";
  };
  const go = async () => {
    if (file.files[0]?.size > Number(form.dataset.maxBytes)) return tell("large");
    waits = false;
    tell("sending");
    try {
      const reply = await upload(form, await tokenFor(form), progress);
      if (reply.status < 400) return location.reload();
      let words = String(reply.status);
      try {
        words = JSON.parse(reply.responseText).detail;
      } catch {
        // A page instead of a reason: its number must do.
      }
      tell("refused", words);
    } catch (error) {
      if (!(error instanceof LineDownError)) return HTMLFormElement.prototype.submit.call(form);
      waits = true;
      tell("down");
      setTimeout(() => waits && go(), RETRY);
    }
  };
  form.addEventListener("submit", (event) => {
    if (!file.files.length) return;
    event.preventDefault();
    go();
  });
  addEventListener("online", () => waits && go());
}

export function startApplying() {
  document.querySelectorAll("form[data-autosave]").forEach(startSaving);
  document.querySelectorAll("form[data-paper-form]").forEach(startPapers);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) clearKept();
  });
}
