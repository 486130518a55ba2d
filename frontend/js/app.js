// What every page runs. Each part starts by itself; none needs another.
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org/dist/htmx.esm.js";
import { startApplying } from "./applying.js";
import { startBoard } from "./board.js";
import { startChapters } from "./chapters.js";
import { startDelegations } from "./delegations.js";
import { startDialogs } from "./dialogs.js";
import { registerFileDrop } from "./file_drop.js";
import { startFormKeeper } from "./form_keeper.js";
import { startFullscreen } from "./fullscreen.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { wake } from "./parts.js";
import { startRoad } from "./road.js";
import { startTables } from "./tables.js";
import { startThemeSwitch } from "./theme_switch.js";

// A refused request comes back as the same form, so its answer is shown like any other. Text of an attribute is never
// run as code, by the security policy and here alike.
htmx.registerExtension("no-evaluation", {
  init(api) {
    const refuse = function () {
      throw new Error("attributes are not code here");
    };
    api.initSecurity(null, refuse, refuse);
  },
});

document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token;
});
document.addEventListener("htmx:after:swap", () => wake(document));

function start() {
  startThemeSwitch();
  startMenus();
  startDialogs();
  startPalette();
  startFormKeeper();
  startTables();
  startChapters();
  startBoard();
  startFullscreen();
  startDelegations();
  startApplying();
  wake(document);
  registerFileDrop();
  startRoad();
  Alpine.prefix("data-x-");
  Alpine.start();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
