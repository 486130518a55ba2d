// What lies on the phone so that the quick log opens without a line: the shell of its two pages, of this person alone,
// and the names of own firms. Signing out clears it; so does another person's sign-in.
import { session } from "../storage.js";
import { owner } from "../line.js";
import { addresses } from "./places.js";
import { put, remove } from "./store.js";

const PREFIX = "quick-log:";

function cacheName() {
  const build = document.getElementById("app-script").src.split("/").pop();
  return `${PREFIX}${owner()}:${document.documentElement.lang}:${build}`;
}

async function clearOthers(kept) {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== kept) await caches.delete(name);
  }
}

/** Everything of the shell, and the names held for the road. */
export async function clearShell() {
  if ("caches" in window) await clearOthers(null);
  await remove("held", owner());
  session.remove(PREFIX);
}

function assets() {
  const { dataset, src } = document.getElementById("app-script");
  const linked = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest]")];
  const drawn = [...document.querySelectorAll("use, img")].map((each) => each.getAttribute("href") ?? each.src);
  const scripts = [...document.querySelectorAll("script[src]")].map((script) => script.src);
  const all = [src, dataset.fieldsUrl, dataset.offlineUrl, ...linked.map((link) => link.href), ...scripts, ...drawn];
  return [...new Set(all.map((address) => new URL(address.split("#")[0], location.href).href))];
}

async function keepPage(cache, address) {
  const reply = await fetch(address, { cache: "no-store" });
  // A page to sign in is not the shell.
  if (reply.ok && !reply.redirected) await cache.put(address, reply);
}

async function keepShell() {
  const name = cacheName();
  await clearOthers(name);
  const cache = await caches.open(name);
  await Promise.all([addresses().quick, addresses().drafts].map((address) => keepPage(cache, address)));
  await cache.addAll(assets());
}

async function keepNames() {
  const reply = await fetch(addresses().held, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (reply.ok && !reply.redirected) await put("held", { user: owner(), at: Date.now(), ...(await reply.json()) });
}

/** Once in a tab's life, and with each new build: the shell, the names, and the worker that hands them out. */
export async function keepForTheRoad() {
  if (!("serviceWorker" in navigator) || session.read(PREFIX) === cacheName()) return;
  await navigator.serviceWorker.register(addresses().worker, { scope: addresses().scope });
  await keepShell();
  await keepNames();
  session.write(PREFIX, cacheName());
}
