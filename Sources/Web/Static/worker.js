// Keeps the form, its stylesheet and script and the page of the quick exit for days without a network. Nothing of anybody is in them.
// The scope /m also covers addresses such as /members: only the exact ones below are answered here.
'use strict';

const SHELL = '/m';
const NOTES = '/m/notes';
const PATIENCE = 2500;
// The form on its way, and as it came last.
let coming = null;
let latest = null;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname === SHELL && request.mode === 'navigate') event.respondWith(shell(event));
  // Kept first: who leaves quickly cannot wait for a network.
  else if (url.pathname === NOTES && request.mode === 'navigate') event.respondWith(kept(NOTES).then(page => page || fetch(request)));
  else if (request.destination === 'style' || request.destination === 'script') {
    event.respondWith(kept(url.pathname + url.search).then(part => part || fetch(request)));
  }
});

self.addEventListener('message', event => event.waitUntil(keep(event.data).catch(() => {})));

const kept = address => caches.match(address);

/** The newest form where the network is quick, else the one that is kept. */
async function shell(event) {
  const here = coming = fetch(event.request).then(answer => {
    if (answer.status === 200 && !answer.redirected) latest = answer.clone();
    return answer;
  });
  event.waitUntil(here.catch(() => {}));
  const page = await kept(SHELL);
  if (!page) return here;
  const slow = new Promise(resolve => setTimeout(resolve, PATIENCE, page));
  // A server in trouble is no reason to show no form.
  return Promise.race([here.then(answer => answer.status < 500 ? answer : page, () => page), slow]);
}

/** Keeps a form with the parts that it names: parts first, so that a form never stands there without them. */
async function keep({ language, parts }) {
  const name = 'm-' + language;
  const cache = await caches.open(name);
  if (coming) await coming.catch(() => {});
  let form = latest;
  latest = null;
  if (!form && !await cache.match(SHELL)) form = await fetch(SHELL, { cache: 'no-store', redirect: 'error' });
  if (form && form.status === 200) {
    // A slow network brings a newer form than the page that asks: then other parts are needed.
    const text = await form.clone().text();
    parts = (text.match(/(?:href|src)="\/static\/[^"]+\.(?:css|js)[^"]*"/g) || []).map(part => part.split('"')[1]);
  } else if (form) {
    return;
  }
  if (!await cache.match(NOTES)) await cache.add(new Request(NOTES, { cache: 'no-store' }));
  for (const part of parts) {
    if (!await cache.match(part)) await cache.add(part);
  }
  if (form) await cache.put(SHELL, form);
  // What older forms needed, and the other language.
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    if (![SHELL, NOTES].concat(parts).includes(url.pathname + url.search)) await cache.delete(request);
  }
  for (const other of await caches.keys()) {
    if (other !== name) await caches.delete(other);
  }
}
