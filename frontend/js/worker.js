// The service worker: without a line it hands out the shell of the quick log that the page has put aside, nothing else.
// What it finds in the cache is this phone's last person's: signing out and signing in clear the rest.

const HOME = new URL("./", self.registration.scope).pathname;
const QUICK = new URL("engagements/quick", self.registration.scope).pathname;
const SHELL = [QUICK, new URL("engagements/drafts", self.registration.scope).pathname];
const STATIC = new URL("static/", self.registration.scope).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function page(request, pathname) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(pathname === HOME ? QUICK : pathname, { ignoreSearch: true });
    if (!kept) throw error;
    return pathname === HOME ? Response.redirect(QUICK) : kept;
  }
}

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && (pathname === HOME || SHELL.includes(pathname))) {
    event.respondWith(page(request, pathname));
  } else if (pathname.startsWith(STATIC)) {
    event.respondWith(asset(request));
  }
});
