// Signing out: what wasn't sent is said first, and what lay on the phone for the road is cleared.
import { clearHalfTyped } from "../form_keeper.js";
import { dropDraft, listDrafts } from "./drafts.js";
import { clearShell } from "./shell.js";
import { isThere } from "./store.js";

const leave = async (form) => {
  clearHalfTyped();
  await clearShell().catch(() => undefined);
  HTMLFormElement.prototype.submit.call(form);
};

function ask(form, drafts) {
  const dialog = document.getElementById("unsent-drafts");
  dialog.querySelector("[data-count]").textContent = drafts.length;
  dialog.querySelector("[data-keep-drafts]").onclick = () => leave(form);
  dialog.querySelector("[data-discard-drafts]").onclick = async () => {
    for (const draft of drafts) await dropDraft(draft.key);
    await leave(form);
  };
  dialog.showModal();
}

export async function signOut(form) {
  const drafts = (await isThere()) ? await listDrafts() : [];
  if (drafts.length) ask(form, drafts);
  else await leave(form);
}
