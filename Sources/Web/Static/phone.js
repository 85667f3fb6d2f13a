// The volunteers' phone: seals what was filled in to the centre's key, keeps the sealed bytes until the server has them, and leaves quickly.
// ES2017. Every text comes from the page. Nothing that somebody typed is ever stored unsealed, written to an address or to the console.
'use strict';

const page = document.documentElement;
const find = id => document.getElementById(id);
const form = find('log');
const word = (name, number) => {
  const words = find('words');
  return (words && words.getAttribute('data-' + name) || '').replace('{0}', number);
};

// --- Leaving and blanking. First in the file, so that it works whatever fails below.

let left = false;
let sound = null;
let focused = null;
const tabs = window.BroadcastChannel ? new BroadcastChannel('notes') : null;

function leave(event) {
  page.className = 'gone';
  if (event && event.preventDefault) event.preventDefault();
  if (left) return;
  left = true;
  silence();
  empty();
  // Other tabs may show the same form; a page kept for "Back" is thrown away by this message.
  if (tabs && event) tabs.postMessage({ leave: true });
  try {
    if (!navigator.sendBeacon || !navigator.sendBeacon('/m/out')) fetch('/m/out', { method: 'POST', keepalive: true }).catch(() => {});
  } catch (_) { /* Leaving must not fail because the network does. */ }
  location.replace('/m/notes');
}

function empty() {
  // Each by hand: a reset would bring back what a refused form was printed with.
  document.querySelectorAll('input, textarea').forEach(field => {
    if (field.type === 'hidden') return;
    if (field.type === 'checkbox' || field.type === 'radio') { field.checked = false; return; }
    field.value = '';
    field.defaultValue = '';
    // A new element knows nothing to undo.
    field.replaceWith(field.cloneNode(true));
  });
  if (form) follow();
}

function silence() {
  if (sound) sound.pause();
  sound = null;
}

function cover() {
  if (left || page.classList.contains('blank')) return;
  focused = document.activeElement;
  page.classList.add('blank');
  silence();
}

function uncover() {
  page.classList.remove('blank');
  if (focused && focused.focus && focused !== document.body) focused.focus({ preventScroll: true });
  focused = null;
}

let shifts = [];
document.addEventListener('keydown', event => {
  // Code 229: an input method of a browser that does not say that it composes.
  if (event.isComposing || event.keyCode === 229) return;
  const modified = event.ctrlKey || event.altKey || event.metaKey;
  if (event.key === 'Shift' && !modified) {
    if (event.repeat) return;
    shifts = shifts.filter(time => event.timeStamp - time < 1500).concat(event.timeStamp);
    if (shifts.length >= 3) leave(event);
    return;
  }
  // Three capital letters are no wish to leave.
  shifts = [];
  if (page.classList.contains('blank')) {
    if (modified || event.key === 'Alt' || event.key === 'Control' || event.key === 'Meta') return;
    event.preventDefault();
    uncover();
  } else if (event.key === 'Enter' && form && form.contains(event.target) && event.target.matches('input')) {
    // Enter in a field must not send: nobody can take a log back.
    event.preventDefault();
  }
}, true);
document.addEventListener('pointerdown', () => { shifts = []; }, true);
document.querySelectorAll('[data-exit]').forEach(link => link.addEventListener('click', leave));
if (find('blank')) {
  find('blank').addEventListener('click', uncover);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') cover();
    else if (form && !left) wake();
  });
  document.addEventListener('freeze', cover);
  window.addEventListener('pagehide', cover);
}
window.addEventListener('pageshow', event => {
  if (!event.persisted) return;
  // Back from another page: somebody else may hold the phone now.
  empty();
  if (left) location.replace('/m/notes');
  else if (!form) location.reload();
});
if (tabs) {
  tabs.onmessage = ({ data }) => {
    if (data.leave) leave();
    else if (form && !left) elsewhere(data);
  };
}

// --- Sealing: HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.

const LENGTH = 4096;
const ROOM = LENGTH - 65 - 16;
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const KEM = [0x4b, 0x45, 0x4d, 0x00, 0x10];
const SUITE = [0x48, 0x50, 0x4b, 0x45, 0x00, 0x10, 0x00, 0x01, 0x00, 0x02];
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const NOTHING = new Uint8Array(0);

const utf8 = text => new TextEncoder().encode(text);

function join(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  parts.forEach(part => { all.set(part, at); at += part.length; });
  return all;
}

async function hmac(key, bytes) {
  // WebCrypto refuses an empty key; 32 zero bytes are the same one.
  const raw = key.length ? key : new Uint8Array(32);
  const imported = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes));
}

// LabeledExtract and LabeledExpand of section 4; 32 bytes at most are asked for, so one block is enough.
const extract = (suite, salt, label, bytes) => hmac(salt, join(utf8('HPKE-v1'), suite, utf8(label), bytes));
const expand = async (suite, key, label, info, length) =>
  (await hmac(key, join([0, length], utf8('HPKE-v1'), suite, utf8(label), info, [1]))).slice(0, length);

/** The encapsulated key and the sealed bytes. A pair is given by the test of the RFC's vectors alone. */
async function seal(receiver, info, associated, bytes, given) {
  const key = await crypto.subtle.importKey('raw', receiver, CURVE, false, []);
  const pair = given || await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: key }, pair.privateKey, 256));
  const shared = await expand(
    KEM, await extract(KEM, NOTHING, 'eae_prk', agreed), 'shared_secret', join(encapsulated, receiver), 32);
  const context = join(
    [0], await extract(SUITE, NOTHING, 'psk_id_hash', NOTHING), await extract(SUITE, NOTHING, 'info_hash', info));
  const secret = await extract(SUITE, shared, 'secret', NOTHING);
  const lock = await crypto.subtle.importKey('raw', await expand(SUITE, secret, 'key', context, 32), 'AES-GCM', false, ['encrypt']);
  const nonce = await expand(SUITE, secret, 'base_nonce', context, 12);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: associated }, lock, bytes);
  return join(encapsulated, new Uint8Array(sealed));
}

/** One log as 4,096 bytes, whatever it says. */
async function envelope(text, id, version, centre, receiver) {
  const padded = new Uint8Array(ROOM);
  const bytes = utf8(text);
  if (bytes.length >= ROOM) throw new RangeError();
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const sealed = await seal(receiver, utf8('nuong phone log 1|' + centre), utf8(id + '|' + version), padded);
  padded.fill(0);
  bytes.fill(0);
  return sealed;
}

/** Crockford's base 32, zero bits at the end: 16 bytes give 26 characters, 10 bytes 16. */
function base32(bytes) {
  let bits = 0;
  let value = 0;
  let text = '';
  bytes.forEach(byte => {
    value = value << 8 | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += LETTERS[value >> bits & 31];
    }
    value &= 31;
  });
  return bits ? text + LETTERS[value << 5 - bits & 31] : text;
}

const freshId = () => base32(crypto.getRandomValues(new Uint8Array(16)));

async function fingerprint(centre, key) {
  const digest = await crypto.subtle.digest('SHA-256', join(utf8('nuong phone key|' + centre + '|'), key));
  return base32(new Uint8Array(digest).slice(0, 10)).replace(/(.{4})(?=.)/g, '$1-');
}

/** The key of an answer, or null where it is not the one that its fingerprint names. */
async function trusted(answer) {
  try {
    if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(answer.centre) || !Number.isInteger(answer.epoch)) return null;
    const text = atob(answer.key.replace(/-/g, '+').replace(/_/g, '/'));
    const key = Uint8Array.from(text, letter => letter.charCodeAt(0));
    if (key.length !== 65 || await fingerprint(answer.centre, key) !== answer.fingerprint) return null;
    // Throws for what is no point of the curve.
    await crypto.subtle.importKey('raw', key, CURVE, false, []);
    return { centre: answer.centre, epoch: answer.epoch, key, fingerprint: answer.fingerprint };
  } catch (_) {
    return null;
  }
}

// --- What the phone keeps: the centre's public key in `a`, sealed logs in `b`.

let opening = null;
let known = [];

function database() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      // Some browsers never answer where storage is forbidden.
      setTimeout(() => reject(new Error()), 4000);
      const request = indexedDB.open('notes', 1);
      request.onupgradeneeded = () => {
        const keys = request.result.createObjectStore('a');
        const logs = request.result.createObjectStore('b', { keyPath: 'id' });
        // The browser took the storage while the page was open: what it still knows goes back.
        if (key) keys.put(key, 'k');
        known.forEach(row => logs.put(row));
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); opening = null; };
        request.result.onclose = () => { opening = null; };
        resolve(request.result);
      };
    });
    opening.catch(() => { opening = null; });
  }
  return opening;
}

/** Resolves once the transaction is complete, on disk where the browser can promise that. */
async function stored(store, mode, work) {
  const base = await database();
  return new Promise((resolve, reject) => {
    let request = null;
    try {
      const transaction = base.transaction(store, mode, { durability: 'strict' });
      transaction.oncomplete = () => resolve(request && request.result);
      transaction.onabort = () => reject(transaction.error);
      request = work(transaction.objectStore(store));
    } catch (fault) {
      opening = null;
      reject(fault);
    }
  });
}

const storeKey = key => stored('a', 'readwrite', store => store.put(key, 'k'));
const storedKey = () => stored('a', 'readonly', store => store.get('k')).catch(() => null);
const rows = () => stored('b', 'readonly', store => store.getAll());

/** Changes a row that is still there as it was: another tab may have sent it or thrown it away. */
function change(id, work) {
  return stored('b', 'readwrite', store => {
    const request = store.get(id);
    request.onsuccess = () => {
      const row = request.result;
      if (!row || !row.body) return;
      const changed = work(row);
      if (changed) store.put(changed);
      else store.delete(id);
    };
    return request;
  });
}

// --- Asking the server.

/** Status, object and pause of an answer; null where there is none in time. */
function ask(path, options, seconds) {
  const stop = window.AbortController ? new AbortController() : null;
  const fixed = { cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: stop ? stop.signal : undefined };
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      resolve(null);
      if (stop) stop.abort();
    }, seconds * 1000);
    const end = answer => { clearTimeout(timer); resolve(answer); };
    fetch(path, Object.assign(fixed, options)).then(async response => {
      let body = null;
      try { body = await response.json(); } catch (_) { /* Somebody else's page, such as a café's sign-in. */ }
      const object = body && typeof body === 'object' ? body : {};
      const pause = /^\d{1,5}$/.test(response.headers.get('Retry-After')) ? Number(response.headers.get('Retry-After')) : 0;
      end({ status: response.status, body: object, pause });
    }).catch(() => end(null));
  });
}

let key = null;
// Until when the server asked to be left alone.
let quietUntil = 0;
const tick = () => performance.now();

/** Whether our server answers; learns a newer key, the centre's wish for a call and the time on the way. */
async function reach() {
  const answer = await ask('/m/key', {}, 10);
  if (!answer) return false;
  if (answer.status === 429) { quietUntil = tick() + Math.max(answer.pause, 1) * 1000; return false; }
  if (answer.status === 401) {
    // What waits is still sent: the server keeps for the centre what a removed telephone brings.
    const isOurs = answer.body.code === 'unknown_device';
    if (isOurs) show('enrol', true);
    return isOurs;
  }
  if (answer.status !== 200 || typeof answer.body.now !== 'number') return false;
  show('enrol', false);
  show('call', answer.body.call === true);
  show('clock', Math.abs(answer.body.now - Date.now() / 1000) > 86400);
  if (!window.crypto || !crypto.subtle) return true;
  const found = await trusted(answer.body);
  if (!found) say('wrongkey', true);
  else if (!key || (found.centre === key.centre && found.epoch > key.epoch)) {
    key = found;
    await storeKey(found).catch(() => {});
  }
  return true;
}

/** What became of a log: {receipt, held}, {state, code} where it was not taken, or null where nobody answered. */
async function put(row) {
  const headers = {
    'Content-Type': 'application/octet-stream', 'Log-Form': String(row.form), 'Log-Key': row.fingerprint, 'Log-Centre': row.centre,
  };
  // Kept alive, so that leaving quickly does not stop what is on its way.
  const answer = await ask('/m/logs/' + row.id, { method: 'PUT', body: row.body, headers, keepalive: true }, 30);
  if (!answer) return null;
  const { status, body } = answer;
  const code = /^[a-z_]{1,40}$/.test(body.code) ? body.code : '';
  if (status === 200 || status === 201 || status === 202) {
    const receipt = /^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/.test(body.receipt) ? body.receipt : null;
    return receipt && { receipt, held: status === 202 || body.state === 'held' };
  }
  if (status === 401) return { state: 'unknown', code };
  if (status === 409 || (code && (status === 413 || status === 415 || status === 422))) return { state: 'refused', code };
  if (status === 429) { quietUntil = tick() + Math.max(answer.pause, 1) * 1000; return null; }
  // Something is wrong with this one, or with the server: it stays, and the others need not wait behind it.
  return status >= 400 ? { state: row.state } : null;
}

// --- The form.

const isInside = /Zalo|FBA[NV]|FB_IAB|Instagram|\bLine\/|TikTok|musical_ly|Bytedance|trill_/i.test(navigator.userAgent);
// Whether the page can keep sealed logs.
let isOwn = !isInside && !!(window.crypto && crypto.subtle && window.indexedDB && window.TextEncoder);
// Whether the form goes to the server as it is, with a connection only.
let isPlain = !isOwn;
let busy = false;
// What was sealed last and is not stored: sent again it must be the same bytes.
let attempt = null;

function show(id, isShown) {
  const element = find(id);
  if (element) element.hidden = !isShown;
}

function say(name, isFault, number) {
  const place = find('say');
  if (!place) return;
  place.textContent = name ? word(name, number) : '';
  place.className = isFault ? 'attention' : '';
}

const formId = () => form.elements.namedItem('id');
const formVersion = () => Number(form.getAttribute('data-form'));

/** Shows the fields that belong to what is chosen, and how much of the note is left. */
function follow() {
  form.querySelectorAll('[data-when]').forEach(part => {
    const [name, value] = part.getAttribute('data-when').split('=');
    part.hidden = !Array.from(form.elements).some(field => field.name === name && field.checked && (!value || field.value === value));
  });
  form.querySelectorAll('.clear').forEach(button => {
    button.hidden = !button.parentNode.querySelector('input[type=radio]:checked');
  });
  const over = tooMuch();
  const place = find('left');
  if (place) {
    place.textContent = word(over > 0 ? 'long' : 'left', Math.abs(over));
    place.hidden = over < -100;
    place.classList.toggle('attention', over > 0);
  }
}

const letters = text => Array.from(text.normalize('NFC').trim());

/** By how many characters the note is too long; below zero there is room. */
function tooMuch() {
  const note = form.elements.namedItem('note');
  return note ? letters(note.value).length - Number(note.getAttribute('data-limit')) : -1000;
}

function answers() {
  const given = {};
  Array.from(form.elements).forEach(field => {
    if (!field.name || field.type === 'hidden' || field.closest('[hidden]')) return;
    const isChoice = field.type === 'checkbox' || field.type === 'radio';
    if (isChoice && !field.checked) return;
    const value = isChoice ? field.value : field.value.normalize('NFC').trim();
    if (value) given[field.name] = (given[field.name] || []).concat(value);
  });
  return given;
}

function localMinute(date) {
  const two = number => String(number).padStart(2, '0');
  return date.getFullYear() + '-' + two(date.getMonth() + 1) + '-' + two(date.getDate()) + 'T' + two(date.getHours()) + ':' + two(date.getMinutes());
}

/** What keeps the form from being sent, said and shown; true where nothing does. */
function isComplete(given) {
  const over = tooMuch();
  if (!given.support) {
    say('choose', true);
    form.querySelector('[name=support]').focus();
  } else if (over > 0) {
    say('long', true, over);
    form.elements.namedItem('note').focus();
  } else {
    return true;
  }
  return false;
}

const written = given => JSON.stringify({ form: formVersion(), made: localMinute(new Date()), language: page.lang, answers: given });

/** By how many characters the last of the note must be shortened so that the log fits into its envelope. */
function excess(given) {
  const note = given.note ? letters(given.note[0]) : [];
  let cut = 0;
  const shorter = () => Object.assign({}, given, { note: [note.slice(0, note.length - cut).join('')] });
  while (utf8(written(shorter())).length >= ROOM && cut < note.length) cut += 1;
  return cut;
}

/** The sealed row of what the form says now; the same bytes again where nothing changed since they may have been sent. */
async function sealedRow(given) {
  const text = JSON.stringify(given);
  if (attempt && attempt.text === text) return attempt.row;
  // The server may have the other one under this identifier.
  if (attempt && attempt.isSent) formId().value = freshId();
  const id = formId().value;
  const made = Date.now();
  const body = await envelope(written(given), id, formVersion(), key.centre, key.key);
  const row = { id, made, form: formVersion(), fingerprint: key.fingerprint, centre: key.centre, body, state: 'waiting', code: '' };
  attempt = { text, row, isSent: false };
  return row;
}

function startAnew() {
  attempt = null;
  empty();
  formId().value = freshId();
  show('direct', false);
}

/** Seals and keeps, then empties the form, then tries to send; or sends at once what cannot be kept. */
async function finish(isDirect) {
  const given = answers();
  if (!isComplete(given)) return;
  const over = utf8(written(given)).length >= ROOM ? excess(given) : 0;
  if (over) { say('long', true, over); return; }
  say('');
  if (!key) { say('sending'); await reach(); }
  if (!key) { show('enrol', true); say('nokey', true); return; }
  const row = await sealedRow(given);
  if (isDirect) { await sendUnkept(row); return; }
  try {
    await stored('b', 'readwrite', store => store.add(row));
  } catch (_) {
    // No room, or a private window: nothing was kept and nothing is lost.
    show('direct', true);
    say('full', true);
    return;
  }
  startAnew();
  await draw();
  say('kept');
  if (tabs) tabs.postMessage({ changed: true });
  const heading = find('waiting').querySelector('h2');
  window.scrollTo(0, 0);
  heading.focus();
  delay = 15;
  send();
}

async function sendUnkept(row) {
  say('sending');
  attempt.isSent = true;
  const outcome = await put(row);
  if (outcome && outcome.receipt) {
    startAnew();
    receive(row.id, outcome);
    say('');
    find('received').querySelector('h2').focus();
  } else if (outcome) {
    if (outcome.state === 'unknown') show('enrol', true);
    say(outcome.state === 'unknown' ? 'nokey' : 'unsent', true);
  } else {
    say('unsent', true);
  }
}

/**
 * Sends a form as it is; its answer as {status, main, words}, or null.
 *
 * Not by the browser itself: that would write the fields of a form that was posted into the file from which it restores its tabs, and
 * show a page of its own where there is no connection.
 */
function post(sent) {
  const stop = window.AbortController ? new AbortController() : null;
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      resolve(null);
      if (stop) stop.abort();
    }, 30000);
    const end = answer => { clearTimeout(timer); resolve(answer); };
    const options = { method: 'POST', body: new URLSearchParams(new FormData(sent)), cache: 'no-store', credentials: 'same-origin' };
    fetch(sent.getAttribute('action'), Object.assign(options, stop ? { signal: stop.signal } : {})).then(async response => {
      const found = new DOMParser().parseFromString(await response.text(), 'text/html');
      const main = found.querySelector('main');
      // Every page of ours has its words; a café's sign-in has none.
      end(main && found.getElementById('words') ? { status: response.status, main, words: found.getElementById('words') } : null);
    }).catch(() => end(null));
  });
}

/** The plain form: the server seals it. */
async function sendPlain() {
  if (!isComplete(answers())) return;
  say('sending');
  const answer = await post(form);
  if (!answer || answer.status >= 400 || answer.main.querySelector('#log')) {
    const fault = answer && answer.main.querySelector('#say');
    say('unsent', true);
    if (fault && fault.textContent) find('say').textContent = fault.textContent;
    return;
  }
  answer.main.querySelectorAll('#say, #inside, nav').forEach(part => part.remove());
  startAnew();
  say('');
  const place = find('answer');
  place.textContent = '';
  Array.from(answer.main.childNodes).forEach(part => place.appendChild(document.adoptNode(part)));
  window.scrollTo(0, 0);
  place.focus();
}

async function finishOnce(isDirect) {
  if (busy || left) return;
  busy = true;
  const button = find('send');
  button.disabled = true;
  form.inert = true;
  try {
    if (isPlain) await sendPlain();
    else await finish(isDirect);
  } catch (_) {
    // It could not be sealed here. The form is as it was, and the server can take it as it is.
    isPlain = true;
    show('direct', false);
    show('online', true);
    say('again', true);
  } finally {
    form.inert = false;
    button.disabled = false;
    busy = false;
  }
}

// --- What waits.

// Sent in this tab; their rows go once the receipts were seen.
const done = new Set();
const items = new Map();
let waiting = 0;
let delay = 15;
let timer = null;
let round = null;
let isAgain = false;

function age(time) {
  const minutes = Math.max(0, Math.floor((Date.now() - time) / 60000));
  if (minutes < 1) return word('just');
  if (minutes < 60) return word('minutes', minutes);
  return minutes < 1440 ? word('hours', Math.floor(minutes / 60)) : word('days', Math.floor(minutes / 1440));
}

const isDone = row => !!row.body && done.has(row.id);

async function draw() {
  let all = null;
  try { all = await rows(); } catch (_) { return; }
  known = all.filter(row => !isDone(row));
  const there = all.filter(row => row.body && !isDone(row)).sort((one, other) => one.made - other.made);
  // What was thrown away still has to be told, but nobody waits for help with it.
  waiting = all.filter(row => !isDone(row) && row.state !== 'refused').length;
  const list = find('rows');
  items.forEach((item, id) => {
    if (there.some(row => row.id === id)) return;
    item.remove();
    items.delete(id);
  });
  there.forEach(row => {
    let item = items.get(row.id);
    if (!item) {
      item = document.importNode(find('row').content, true).firstElementChild;
      item.querySelectorAll('input').forEach(input => { input.name = row.id; });
      item.addEventListener('click', event => act(event, row.id, item));
      items.set(row.id, item);
      list.appendChild(item);
    }
    item.classList.toggle('refused', row.state !== 'waiting');
    item.querySelector('.age').textContent = age(row.made);
    item.querySelector('.why').textContent = row.state === 'waiting' ? '' : word('why-' + row.code) || word(row.state);
  });
  find('count').textContent = there.length;
  show('waiting', there.length > 0);
}

async function act(event, id, item) {
  const button = event.target.closest('[data-act]');
  if (!button) return;
  const reasons = item.querySelector('.reasons');
  const kind = button.getAttribute('data-act');
  if (kind === 'hand') {
    const row = (await rows().catch(() => [])).find(one => one.id === id);
    if (row && row.body) handOver(row);
  } else if (kind === 'discard') {
    reasons.hidden = !reasons.hidden;
    if (!reasons.hidden) reasons.querySelector('input').focus();
  } else {
    const chosen = reasons.querySelector('input:checked');
    if (!chosen) { reasons.querySelector('input').focus(); return; }
    try {
      await change(id, () => ({ id, reason: chosen.value }));
    } catch (_) { say('full', true); return; }
    await draw();
    say('thrown');
    find('say').focus();
    if (tabs) tabs.postMessage({ changed: true });
    send();
  }
}

/** The sealed bytes as a file: they open under their identifier alone, so the name carries it. */
function handOver(row) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([row.body], { type: 'application/octet-stream' }));
  link.download = 'ghi-chu-' + row.id + '.bin';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function receive(id, outcome) {
  if (done.has(id)) return;
  done.add(id);
  const item = document.createElement('li');
  item.textContent = word(outcome.held ? 'held' : 'received', outcome.receipt);
  find('receipts').appendChild(item);
  show('received', true);
  // It said that something waits.
  if (!find('say').className) say('');
}

/** Resolves when what is on the page has really been seen: not while it is hidden or blank. */
function seen() {
  return new Promise(resolve => {
    const look = () => {
      if (document.visibilityState === 'visible' && page.className === '') requestAnimationFrame(() => requestAnimationFrame(resolve));
      else setTimeout(look, 500);
    };
    look();
  });
}

/** Sends a row; false where nobody answers, so that the others need not be tried. */
async function deliver(row) {
  if (row.reason) {
    const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ reason: row.reason }) };
    const answer = await ask('/m/logs/' + row.id + '/discarded', options, 30);
    if (!answer) return false;
    if (answer.status === 429) quietUntil = tick() + Math.max(answer.pause, 1) * 1000;
    // Taken, or never to be taken.
    if (answer.status === 204 || [404, 409, 410, 422].includes(answer.status)) await stored('b', 'readwrite', store => store.delete(row.id));
    return answer.status !== 429;
  }
  const outcome = await put(row);
  if (!outcome) return false;
  if (outcome.receipt) {
    receive(row.id, outcome);
    if (tabs) tabs.postMessage({ id: row.id, outcome });
    seen().then(() => change(row.id, () => null)).catch(() => {});
  } else {
    if (outcome.state === 'unknown') show('enrol', true);
    await change(row.id, old => Object.assign(old, outcome));
  }
  return true;
}

function why(name) {
  const place = find('why');
  if (place) place.textContent = name ? word(name) : '';
}

async function sendAll(byHand) {
  const due = row => !isDone(row) && (byHand || row.state !== 'refused');
  const all = (await rows()).filter(due);
  if (all.length) why('sending');
  if (!await reach()) {
    if (all.length) why(quietUntil > tick() ? 'later' : 'offline');
    return;
  }
  for (const old of all) {
    // It may be gone since: another tab, or somebody threw it away.
    const row = (await rows()).find(one => one.id === old.id);
    if (!row || !due(row)) continue;
    if (!await deliver(row)) {
      why(quietUntil > tick() ? 'later' : 'offline');
      return;
    }
    delay = 15;
    await draw();
  }
  why('');
}

/** One tab sends at a time; one that hangs for two minutes is overtaken, and the server knows a log that comes twice. */
function alone(work) {
  if (!navigator.locks) return work();
  const patience = new AbortController();
  const end = setTimeout(() => patience.abort(), 120000);
  return navigator.locks.request('notes', { signal: patience.signal }, () => { clearTimeout(end); return work(); }).catch(() => {
    if (patience.signal.aborted) return navigator.locks.request('notes', { steal: true }, work);
  });
}

async function send(byHand) {
  if (!isOwn || left) return;
  if (round) { isAgain = true; return; }
  if (byHand || tick() >= quietUntil) {
    round = alone(() => sendAll(byHand).catch(() => why('offline')));
    try { await round; } catch (_) { /* Another tab has taken over. */ }
    round = null;
    await draw();
  }
  if (isAgain) { isAgain = false; send(); return; }
  plan();
}

function plan() {
  clearTimeout(timer);
  if (left || !waiting || document.visibilityState === 'hidden') return;
  timer = setTimeout(send, Math.max(delay * 1000, quietUntil - tick()));
  delay = Math.min(delay * 2, 300);
}

function wake() {
  if (!isOwn) return;
  draw().then(() => { if (waiting) send(); });
}

/** What another tab says: that something changed, or what the server answered. */
function elsewhere(data) {
  if (data.outcome) receive(data.id, data.outcome);
  draw().then(plan);
}

// --- Starting.

async function keepShell() {
  // What works offline is kept only on a phone that is enrolled: elsewhere nothing stays behind.
  if (!navigator.serviceWorker || isInside) return;
  try {
    await navigator.serviceWorker.register('/m/worker.js', { scope: '/m', updateViaCache: 'none' });
    const ready = await navigator.serviceWorker.ready;
    const parts = Array.from(document.querySelectorAll('link[rel=stylesheet], script[src]'), part => new URL(part.href || part.src));
    ready.active.postMessage({ language: page.lang, parts: parts.map(part => part.pathname + part.search) });
    // Firefox would ask aloud.
    if (navigator.storage && navigator.storage.persist && !/Firefox/.test(navigator.userAgent)) await navigator.storage.persist();
  } catch (_) { /* The form works without it, with a connection. */ }
}

function outside() {
  if (!isInside) return;
  show('inside', true);
  const link = find('chrome');
  if (!link || !/Android/.test(navigator.userAgent)) return;
  const scheme = location.protocol.replace(':', '');
  link.href = 'intent://' + location.host + location.pathname + '#Intent;scheme=' + scheme + ';package=com.android.chrome;end';
  link.hidden = false;
}

async function startForm() {
  // The identifier in the page is for browsers without script; a kept page would give it twice.
  if (window.crypto && crypto.getRandomValues) formId().value = freshId();
  form.addEventListener('submit', event => { event.preventDefault(); finishOnce(false); });
  form.addEventListener('change', follow);
  form.addEventListener('input', event => { if (!event.isComposing) follow(); });
  form.addEventListener('click', event => {
    const clear = event.target.closest('.clear');
    if (clear) {
      const first = clear.parentNode.querySelector('input[type=radio]');
      clear.parentNode.querySelectorAll('input[type=radio]').forEach(choice => { choice.checked = false; });
      first.focus();
      follow();
    }
    const play = event.target.closest('[data-play]');
    if (play) {
      silence();
      sound = new Audio(play.getAttribute('data-play'));
      sound.play().catch(() => {});
    }
  });
  find('direct').addEventListener('click', () => finishOnce(true));
  if (window.ResizeObserver) {
    // What the lower bar says makes it higher; nothing may end up beneath it.
    const bar = form.querySelector('.send');
    new ResizeObserver(() => {
      const room = getComputedStyle(bar).position === 'fixed' ? bar.offsetHeight + 16 + 'px' : '';
      page.style.scrollPaddingBottom = room;
      document.querySelector('main').style.paddingBottom = room;
    }).observe(bar);
  }
  find('now').addEventListener('click', () => send(true));
  window.addEventListener('online', () => { delay = 15; wake(); });
  setInterval(() => { if (waiting && document.visibilityState === 'visible') draw(); }, 60000);
  follow();
  if (isOwn) {
    // A page is asked for once in vain where a private window forbids storage.
    try { await database(); } catch (_) { isOwn = false; isPlain = true; }
  }
  show('online', isPlain && !isInside);
  if (!isOwn) return;
  key = await storedKey();
  if (key) keepShell();
  await draw();
  if (key || waiting) send();
  if (key) return;
  // Said before anybody types; a phone that has lost its storage alone gets its key again at the first tap.
  show('enrol', true);
  form.addEventListener('change', () => { if (!key) reach(); }, { once: true });
}

/** The address of an enrolment, CODE.FINGERPRINT behind the #: out of the address bar and the history at once. */
function enrolment() {
  const hash = location.hash;
  if (!hash) return null;
  history.replaceState(null, '', location.pathname + location.search);
  const parts = /^#([^.]*)(?:\.(.*))?$/.exec(hash);
  return parts && { code: parts[1], fingerprint: (parts[2] || '').toUpperCase().replace(/[^0-9A-Z]/g, '') };
}

let asked = null;

/** The key that an enrolment brings: stored where it is the one that was announced. */
async function takeKey() {
  const place = find('key');
  if (!place) return;
  let found = null;
  try { found = await trusted(JSON.parse(place.getAttribute('data-key'))); } catch (_) { /* Said below. */ }
  const isRight = found && (!asked || !asked.fingerprint || asked.fingerprint === found.fingerprint.replace(/-/g, ''));
  const canSeal = window.crypto && crypto.subtle && window.TextEncoder;
  if (!isRight) { say(canSeal ? 'mismatch' : 'unable', true); return; }
  try {
    if (isInside) throw new Error();
    await storeKey(found);
  } catch (_) {
    say('unable', true);
    return;
  }
  say('stored', false, found.fingerprint);
  await keepShell();
}

/** The pages beside the form: enrolment, the last ten, about. */
function startPage() {
  const code = document.querySelector('input[name=code]');
  if (code || find('key')) asked = enrolment();
  if (code && asked && asked.code) code.value = asked.code;
  document.addEventListener('submit', async event => {
    event.preventDefault();
    if (busy || left) return;
    busy = true;
    const answer = await post(event.target);
    busy = false;
    if (left) return;
    if (!answer) { say('noanswer', true); return; }
    document.querySelector('main').replaceWith(document.adoptNode(answer.main));
    find('words').replaceWith(document.adoptNode(answer.words));
    outside();
    window.scrollTo(0, 0);
    find('say').focus();
    takeKey();
  });
  takeKey();
}

outside();
if (form) startForm();
else startPage();
