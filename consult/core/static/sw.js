"use strict";
// Keeps the empty form for when there is no line, and what a young person decided to send then.
// It looks only at the pages of answering; everything else goes its way as if this were not here.

const STORE = "form-1";
const FORM = /^\/(ar|zh|en|fr|ru|es)\/consultations\/([^/]+)\/answer(\/\d+)?$/;
const WAITING = /^\/(ar|zh|en|fr|ru|es)\/waiting$/;
const HELP = /^\/(ar|zh|en|fr|ru|es)\/help$/;
const KEY = "submission-key";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(fixed(request));
  } else if (request.mode === "navigate" && FORM.test(url.pathname)) {
    event.respondWith(request.method === "GET" ? open(event, url) : take(event, url));
  } else if (request.mode === "navigate" && WAITING.test(url.pathname)) {
    event.respondWith(request.method === "GET" ? list(event, url) : hold(event, url));
  } else if (request.mode === "navigate" && HELP.test(url.pathname)) {
    event.respondWith(fetch(request).catch(() => help(url)));
  }
});

self.addEventListener("sync", (event) => event.waitUntil(deliver(true)));

// A page says where it is: its form is kept, what waits is sent, and the page hears what there is.
self.addEventListener("message", (event) => {
  const asked = event.data;
  event.waitUntil(
    (async () => {
      if (asked.drop) await put("delete", asked.drop);
      if (typeof asked === "string") await keep(asked).catch(() => {});
      await answer(event.source);
      if (!asked.drop && (await deliver())) await answer(event.source);
    })(),
  );
});

async function answer(page) {
  page.postMessage(await all());
}

// --- The form, kept --------------------------------------------------------------------------

async function keep(path) {
  const found = FORM.exec(path);
  if (!found) return;
  const whole = path.slice(0, path.length - (found[3] || "").length);
  const pages = await caches.open(STORE);
  for (const where of [whole, `/${found[1]}/waiting`, `/${found[1]}/help`]) {
    if (!(await pages.match(where))) await store(where, await fetch(where));
  }
}

/** Keep a page with what it loads; a page that is not there any more is not kept either. */
async function store(path, page) {
  const pages = await caches.open(STORE);
  if (!page.ok) {
    if (page.status < 500) await pages.delete(path);
    return;
  }
  await pages.put(path, page.clone());
  for (const [, asset] of (await page.text()).matchAll(/"(\/static\/[^"]+)"/g)) {
    if (await pages.match(asset)) continue;
    await pages.delete(asset, { ignoreSearch: true });
    await pages.add(asset);
  }
}

async function fixed(request) {
  return (await (await caches.open(STORE)).match(request)) || fetch(request);
}

async function open(event, url) {
  try {
    const page = await fetch(event.request);
    if (!FORM.exec(url.pathname)[3]) event.waitUntil(store(url.pathname, page.clone()));
    return page;
  } catch {
    return kept(url);
  }
}

/** The kept form with a key of its own for each filling: two on one phone must both count. */
async function kept(url, fields) {
  const [, language, slug] = FORM.exec(url.pathname);
  const pages = await caches.open(STORE);
  let page = await pages.match(`/${language}/consultations/${slug}/answer`);
  for (const each of await pages.keys()) {
    if (!page && FORM.exec(new URL(each.url).pathname)?.[2] === slug) page = await pages.match(each);
  }
  if (!page) return waiting(language, (text) => text);
  return change(page, (text) => {
    const keyed = text.replace(/(name="submission-key" value=")([^"]{46})[^"]*/, (_all, start, key) => start + key + fresh());
    const given = fields && `<form id="answers" data-restore="${escaped(JSON.stringify([...fields]))}"`;
    return given ? keyed.replace('<form id="answers"', () => given) : keyed;
  });
}

// 18 characters behind the 46 that the server proved: see consult/responses/keys.py.
function fresh() {
  return crypto.randomUUID().slice(-18);
}

async function change(page, how) {
  return new Response(how(await page.text()), { headers: page.headers });
}

async function waiting(language, how) {
  const pages = await caches.open(STORE);
  const own = await pages.match(`/${language}/waiting`);
  const [any] = (await pages.keys()).filter((each) => WAITING.test(new URL(each.url).pathname));
  return own || any ? change(own || (await pages.match(any)), how) : Response.error();
}

/** Where help is, without the numbers of a country: those come with a line. */
async function help(url) {
  return (await (await caches.open(STORE)).match(url.pathname)) || Response.error();
}

function escaped(text) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => names[sign]);
}

// --- What is sent without a line -------------------------------------------------------------

async function take(event, url) {
  const copy = event.request.clone();
  try {
    const page = await fetch(event.request);
    event.waitUntil(arrived(copy, page.clone()));
    return page;
  } catch {
    const fields = new URLSearchParams(await copy.text());
    if (["stay", "back", "next"].includes(fields.get("go"))) return kept(url, fields);
    return ask(url, fields);
  }
}

/** Sent by hand after all: what waited under the same key does not wait any more. */
async function arrived(request, page) {
  if (!page.ok || !/data-receipt="/.test(await page.text())) return;
  const key = new URLSearchParams(await request.text()).get(KEY);
  const one = (await all()).find((each) => each.id === key);
  if (one && one.state !== "sent") await put("delete", key);
}

/** Ask whether the answers shall wait on this phone: nothing is stored before that is pressed. */
async function ask(url, fields) {
  fields.delete("go");
  fields.set("for", url.pathname);
  fields.set("mark", await mark());
  const inputs = [...fields].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  // A link to another language would leave the answers behind.
  return waiting(FORM.exec(url.pathname)[1], (text) =>
    text
      .replace("data-hold hidden", "data-hold")
      .replace("data-list", "data-list hidden")
      .replace('<nav class="languages"', "<nav hidden")
      .replace("data-held>", () => `data-held>${inputs.join("")}`),
  );
}

/** Proves that the worker asked: the server, which refuses forms of other sites, sees none of it. */
async function mark() {
  const pages = await caches.open(STORE);
  const own = await pages.match("/mark");
  if (own) return own.text();
  const made = crypto.randomUUID();
  await pages.put("/mark", new Response(made));
  return made;
}

async function list(event, url) {
  try {
    const page = await fetch(event.request);
    event.waitUntil(store(url.pathname, page.clone()));
    return page;
  } catch {
    return waiting(url.pathname.slice(1, 3), (text) => text);
  }
}

async function hold(event, url) {
  const fields = new URLSearchParams(await event.request.text());
  const path = fields.get("for") || "";
  if (!FORM.test(path)) return Response.redirect(url.pathname, 303);
  if (fields.get("mark") !== (await mark())) return ask(new URL(path, url), fields);
  fields.delete("for");
  fields.delete("mark");
  if (fields.get("go") === "back") return kept(new URL(path, url), fields);
  fields.set("go", "send");
  fields.set("waited", "yes");
  let id = fields.get(KEY) || fresh();
  const before = (await all()).find((each) => each.id === id);
  if (before && before.body !== String(fields)) {
    // Somebody went back to the page of another: both count, each under a key of their own.
    id = id.slice(0, 46) + fresh();
    fields.set(KEY, id);
  }
  if (before?.state !== "sent" || before.id !== id) {
    const [title, slug] = [await titled(path), FORM.exec(path)[2]];
    await put("put", { id, url: path, slug, title, state: "waiting", body: String(fields) });
  }
  await self.registration.sync?.register("send").catch(() => {});
  event.waitUntil(deliver());
  return Response.redirect(url.pathname, 303);
}

/** What the consultation is called, out of its kept form. */
async function titled(path) {
  const page = await (await kept(new URL(path, location.origin))).text();
  const names = { amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" };
  const found = /<h1>([^<]*)</.exec(page)?.[1].trim() || "";
  return found.replace(/&(amp|lt|gt|#34|#39);/g, (_all, name) => names[name]);
}

/** Send what waits, one after the other; the same key counts once, however often it is sent. */
function deliver(again) {
  return navigator.locks.request("deliver", async () => {
    let changed = false;
    for (const one of await all()) {
      if (one.state !== "waiting") continue;
      const state = await send(one);
      changed ||= state !== "waiting";
      if (state === "waiting" && again) throw new Error("no line yet");
    }
    return changed;
  });
}

async function send(one) {
  let page;
  let text;
  try {
    page = await fetch(one.url, { method: "POST", body: new URLSearchParams(one.body) });
    text = await page.text();
  } catch {
    return "waiting";
  }
  const code = page.ok && /data-receipt="([^"]+)"/.exec(text)?.[1];
  if (code) {
    // The answers are deleted; the code stays until its owner has it.
    const { id, url, slug, title } = one;
    await settle({ id, url, slug, title, state: "sent", code });
    return "sent";
  }
  const refused = page.ok ? text.includes(KEY) : page.status < 500 && page.status !== 429;
  if (refused) await settle({ ...one, state: "look" });
  return refused ? "look" : "waiting";
}

// --- What waits, in the phone's own database -------------------------------------------------

function base() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("waiting", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within(mode, act) {
  const opened = await base();
  try {
    return await new Promise((done, fail) => {
      const work = opened.transaction("answers", mode);
      const asked = act(work.objectStore("answers"));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => fail(work.error);
    });
  } finally {
    opened.close();
  }
}

function put(how, what) {
  return within("readwrite", (answers) => answers[how](what));
}

/** What was deleted while it was on its way, by hand or by leaving, does not come back. */
function settle(what) {
  return within("readwrite", (answers) => {
    const asked = answers.get(what.id);
    asked.onsuccess = () => asked.result && answers.put(what);
    return asked;
  });
}

function all() {
  return within("readonly", (answers) => answers.getAll());
}
