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

/** The network's, or what is kept. */
async function newest(request) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(cacheName);
    const wanted = request.mode === "navigate" ? "./" : request;
    return (await cache.match(wanted, anyVariant)) ?? Response.error();
  }
}
