// Native dialogs: data-dialog-open="id" opens, data-dialog-close closes, a click beside it closes too.
// A confirmation is a <details> that opens in place; with a script its panel comes up as a dialog.

function openDialog(dialog, opener) {
  dialog.showModal();
  dialog.addEventListener("close", () => opener?.focus(), { once: true });
}

function confirmationDialog(details) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog-narrow";
  const panel = details.querySelector("[data-confirm-panel]");
  const heading = panel.querySelector("[data-confirm-title]");
  if (heading?.id) dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(panel);
  document.body.append(dialog);
  return dialog;
}

function onClick(event) {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (!dialog) return;
    event.preventDefault();
    return openDialog(dialog, opener);
  }
  const summary = event.target.closest("details[data-confirm] > summary");
  if (summary) {
    event.preventDefault();
    const details = summary.parentElement;
    details.confirmation ??= confirmationDialog(details);
    return openDialog(details.confirmation, summary);
  }
  if (event.target.closest("[data-dialog-close]")) {
    event.preventDefault();
    event.target.closest("dialog")?.close();
  } else if (event.target.nodeName === "DIALOG" && !event.target.hasAttribute("data-dialog-firm")) {
    event.target.close();
  }
}

export function startDialogs() {
  document.addEventListener("click", onClick);
}
