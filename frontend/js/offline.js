// The part for the road: the quick log, its drafts, what lies on the phone. It comes to pages of people who log.
import { listDrafts } from "./offline/drafts.js";
import { startDraftList } from "./offline/draft_list.js";
import { signOut } from "./offline/leaving.js";
import { lookUp } from "./offline/lookup.js";
import { startQuickLog } from "./offline/quick_log.js";
import { sendAll } from "./offline/send.js";
import { keepForTheRoad } from "./offline/shell.js";
import { isThere } from "./offline/store.js";

/** A phone in a hall of steel believes that it has a line: what waits is tried again while somebody looks. */
const PAUSE = 30_000;

async function send() {
  if (document.visibilityState !== "visible" || !(await isThere()) || !(await listDrafts()).length) return;
  dispatchEvent(new CustomEvent("drafts:sent", { detail: { outcome: await sendAll() } }));
}

function begin(selector, start) {
  const frame = document.querySelector(selector);
  if (frame) start(frame);
  return Boolean(frame);
}

async function start() {
  begin("[data-quick-log]", startQuickLog);
  // The page of drafts sends by itself, and says what came of it.
  if (!begin("[data-drafts]", startDraftList)) await send();
  addEventListener("online", send);
  document.addEventListener("visibilitychange", send);
  setInterval(send, PAUSE);
  await keepForTheRoad().catch(() => undefined); // without a line it is kept another time
}

window.crmParts = { ...window.crmParts, offline: { lookUp, signOut, start } };
