/*
 * Keeps the page for use without a network. `offline/plugin.ts` writes `files` and `version` before this text.
 *
 * The page itself always comes from the network where there is one, so that a new version is seen at once; the files
 * under `assets/` bear a fingerprint in their names and never change. Nothing but the page's own files is touched.
 */
const { scope } = registration;
const kept = `tunecast ${scope} `;
const cacheName = kept + version;
/** Static files are the same whoever asks, whatever a host's `Vary` says. */
const anyVariant = { ignoreVary: true, ignoreSearch: true };

addEventListener("install", (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)));
});

addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.url.startsWith(`${scope}assets/`)) event.respondWith(asset(request));
  else if (request.url.startsWith(scope)) event.respondWith(newest(request));
});

/** Caches of earlier versions of this page; another page of the same host keeps its own. */
async function forgetOthers() {
  const old = (await caches.keys()).filter((name) => name.startsWith(kept) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** What is kept, or the network's, which is kept from then on: vocabularies come with the first count. */
async function asset(request) {
  const cache = await caches.open(cacheName);
  const held = await cache.match(request, anyVariant);
  if (held) return held;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

/** A network that has not answered by then is taken for none: on a train it hangs rather than fails. */
const patienceMilliseconds = 2000;

/** The network's where it answers in time, or what is kept; without a kept one the network has all the time it wants. */
async function newest(request) {
  const asked = fetch(request);
  const cache = await caches.open(cacheName);
  const held = await cache.match(request.mode === "navigate" ? "./" : request, anyVariant);
  if (held === undefined) return asked;
  const late = new Promise((resolve) => setTimeout(() => resolve(held), patienceMilliseconds));
  return Promise.race([asked.catch(() => held), late]);
}
