// People who log carry their work about: the part for the road comes to their pages once the page itself stands.
import { loadPart } from "./parts.js";

const logs = () => Boolean(document.getElementById("app-script")?.dataset.offlineUrl);

function onSignOut(event) {
  if (!event.target.matches("[data-sign-out]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const go = () => HTMLFormElement.prototype.submit.call(event.target);
  loadPart("offline").then((part) => part.signOut(event.target), go);
}

export function startRoad() {
  if (!logs()) return;
  loadPart("offline").then((part) => part.start());
  document.addEventListener("submit", onSignOut, { capture: true });
}
