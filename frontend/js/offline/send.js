// Sends what waits on the phone, in order: with a fresh token, each draft once. What isn't taken stays, with the reason.
import { ask, freshToken, LineDownError, SignedOutError } from "../line.js";
import { dropDraft, keepDraft, listDrafts, unknownNames } from "./drafts.js";
import { addresses } from "./places.js";

const PATIENCE = 30_000;
/** A phone's clock may run ahead by so much before the person is asked. */
const TOLERANCE = 15 * 60_000;

const BUSINESS_TIME = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

export const businessTime = (moment) => BUSINESS_TIME.format(moment).replace(" ", "T");

/** What happened by a clock that runs a little ahead happened now. */
function notAhead(written, now) {
  const ahead = new Date(`${written}:00+08:00`) - new Date(now);
  return ahead > 0 && ahead <= TOLERANCE ? businessTime(new Date(now)) : written;
}

function bodyOf(draft, told) {
  const body = new FormData();
  for (const [name, value] of draft.entries) body.append(name, name === "happened_at" ? notAhead(value, told.now) : value);
  body.set("csrf_token", told.token);
  for (const file of draft.files) body.append("files", file.blob, file.name);
  return body;
}

/** Send one draft; the address of what it became, or null where it isn't taken. */
export async function sendDraft(draft, token) {
  const told = token ?? (await freshToken(addresses().token, PATIENCE));
  const reply = await ask(addresses().quick, { patience: PATIENCE, method: "POST", body: bodyOf(draft, told) });
  const said = await reply.json().catch(() => ({}));
  if (reply.ok) {
    await dropDraft(draft.key);
    return said.url;
  }
  await keepDraft({ ...draft, state: "refused", faults: [said.refusal, ...(said.faults ?? [])].filter(Boolean) });
  return null;
}

async function sendAllNow() {
  const drafts = (await listDrafts()).filter((draft) => draft.state !== "refused" && !unknownNames(draft).length);
  if (!drafts.length) return "nothing";
  const told = await freshToken(addresses().token, PATIENCE);
  for (const draft of drafts) await sendDraft(draft, told);
  return "sent";
}

/** Send all that can go, in one window at a time. "down" and "signed-out" say why something stayed. */
export async function sendAll() {
  try {
    if (!navigator.locks) return await sendAllNow();
    return await navigator.locks.request("send-drafts", sendAllNow);
  } catch (error) {
    if (error instanceof LineDownError) return "down";
    if (error instanceof SignedOutError) return "signed-out";
    throw error;
  }
}
