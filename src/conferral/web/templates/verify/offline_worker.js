{% autoescape off %}// Keeps one page for the time without a network: it proves what a QR code says. Nothing else is kept.

const KEPT = {{ kept }};
const BESIDE = new Set(KEPT.parts);

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && /^\/c\//i.test(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(KEPT.page)));
  } else if (pathname === KEPT.keys) {
    event.respondWith(newest(request));
  } else if (BESIDE.has(pathname + search)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

async function keepAll() {
  const cache = await caches.open(KEPT.name);
  await cache.addAll([KEPT.page, KEPT.keys, ...KEPT.parts]);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT.name).map((name) => caches.delete(name)));
}

// The keys as they are now; as they were the last time while there is no network.
async function newest(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(KEPT.name)).put(KEPT.keys, answer.clone());
    return answer;
  } catch {
    return caches.match(KEPT.keys);
  }
}
{% endautoescape %}
