"use strict";
// Only comfort: every page works the same without this file.

// "Leave quickly": empty the page at once, forget what was typed here, and go. Going back to a page
// of this site in the same tab leaves again.
const exit = document.querySelector("[data-exit]");
function leave(event) {
  event?.preventDefault();
  document.documentElement.replaceChildren();
  self.speechSynthesis?.cancel();
  try {
    localStorage.clear();
    sessionStorage.clear();
    sessionStorage.setItem("consult-left", "1");
    indexedDB.deleteDatabase("waiting");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
  location.replace(exit.href);
}
function left(again) {
  try {
    if (again && sessionStorage.getItem("consult-left")) leave();
    else sessionStorage.removeItem("consult-left");
  } catch {
    // The same.
  }
}
if (exit) {
  left(performance.getEntriesByType("navigation")[0]?.type === "back_forward");
  addEventListener("pageshow", (event) => event.persisted && left(true));
  exit.addEventListener("click", leave);
  let shifts = 0;
  addEventListener("keydown", (event) => {
    shifts = event.key === "Shift" && !event.repeat ? shifts + 1 : 0;
    if (shifts === 3) leave();
  });
}
// A second press while a slow line is busy is ignored. It would be counted once anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("again" in form.dataset) return;
  if (form.dataset.busy) return event.preventDefault();
  form.dataset.busy = "1";
  form.setAttribute("aria-busy", "true");
});

// A page that the browser brings back from its memory can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.busy;
    form.removeAttribute("aria-busy");
  }
});

// The browser's own Back would ask to send everything again: here it does what the page's Back does.
const back = document.querySelector("[data-back]");
if (back) {
  history.replaceState("before", "");
  history.pushState("here", "");
  addEventListener("popstate", (event) => {
    if (event.state === "before") back.click();
  });
}

const form = document.getElementById("answers");

// Show-if rules on the whole form: the server's tree; the server judges again what is sent.
// `got(code)` is an answer as a list of texts, empty for none.
const holds = (rule, got) => {
  if (rule.all) return rule.all.every((part) => holds(part, got));
  if (rule.any) return rule.any.some((part) => holds(part, got));
  if (rule.not) return !holds(rule.not, got);
  const all = got(rule.question);
  const number = +all[0]?.replace(",", ".");
  if (!all[0] || all[0] === "prefer-not-to-say") return false;
  if (rule.includes) return all.includes(rule.includes);
  if ("at_least" in rule) return number >= rule.at_least;
  if ("at_most" in rule) return number <= rule.at_most;
  return rule.answered || rule.equals === all[0] || rule.equals === number;
};
// In the order they are asked: what is not shown is no answer, be it a question or one of its choices.
const walk = (rules, got) => {
  const off = {};
  const left = (of) => (off[of] ? [] : got(of).filter((each) => !off[`${of} ${each}`]));
  return rules.map(([code, rule, choice]) => {
    const shown = holds(rule, left);
    off[choice ? `${code} ${choice}` : code] = !shown;
    return shown;
  });
};
for (const gate of document.querySelectorAll("template[data-if]")) {
  const open = document.createElement("div");
  Object.assign(open.dataset, gate.dataset);
  open.append(gate.content);
  gate.replaceWith(open);
}
const gates = [...document.querySelectorAll("[data-if]")].map((gate) => [
  gate.dataset.code,
  JSON.parse(gate.dataset.if),
  gate.dataset.choice,
  gate,
]);
const choices = gates.filter((gate) => gate[2]);
if (gates.length) {
  const listed = form.elements.shown;
  const asks = (gate) => !gate[2];
  const always = listed.value.split(" ").filter((code) => !gates.some((gate) => asks(gate) && gate[0] === code));
  // A choice that is not offered is not sent; its tick comes back with it.
  const bar = (gate, off) => (gate[3].querySelector("input,select").disabled = off);
  const judge = () => {
    choices.forEach((gate) => bar(gate, false));
    const sent = [...new FormData(form)].filter((pair) => pair[1]);
    const shown = walk(gates, (code) => {
      const own = sent.filter(([name]) => name === `q-${code}`).map((pair) => pair[1]);
      const parts = sent.filter(([name]) => name.startsWith(`q-${code}-`));
      if (own[0] || !parts[0]) return own;
      const codes = parts.map(([name]) => name.slice(code.length + 3));
      return codes.includes("prefer-not") ? [] : codes;
    });
    listed.value = [...always, ...gates.map((gate, n) => (shown[n] && asks(gate) ? gate[0] : ""))].join(" ");
    gates.forEach((gate, n) => {
      gate[3].hidden = !shown[n];
      if (!asks(gate)) bar(gate, !shown[n]);
    });
  };
  form.addEventListener("input", judge);
  addEventListener("pageshow", judge);
  judge();
}

// Answers are put into the form's fields, also those not shown now; what belongs to another page goes
// along hidden. What the page knows itself stays.
const KEY = "submission-key";
function carry([name, value]) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}
function fill(pairs) {
  const own = [...form.elements];
  for (const [name, value] of pairs) {
    if (/^(go|shown|version|website)$/.test(name)) continue;
    const found = own.filter((each) => each.name === name);
    const pick = found.filter((each) => /^(radio|checkbox)$/.test(each.type));
    const chosen = pick.find((each) => each.value === value);
    if (chosen) chosen.checked = true;
    else if (found[0] && !pick[0]) found[0].value = value;
    else if (!found[0]) carry([name, value]);
  }
  form.dispatchEvent(new Event("input"));
}
// The worker hands back what was typed when "next" finds no line.
if (form?.dataset.restore) fill(JSON.parse(form.dataset.restore));

// What was begun with other questions goes on with those: the server shows them, or tells what does not fit.

// Only by choice are answers kept on this phone, and only until they are sent.
function keep(box) {
  const name = `draft:${box.dataset.draft}`;
  const [tick, drop, told] = box.querySelectorAll("input,button,[role]");
  const key = form.elements[KEY];
  const own = key.value;
  const stored = localStorage.getItem(name);
  const restored = stored && "fresh" in box.dataset && !form.dataset.restore;
  let typed = false;
  const show = (on) => {
    tick.checked = on;
    drop.hidden = !on;
  };
  const save = () => {
    typed = true;
    if (tick.checked) localStorage.setItem(name, JSON.stringify([...new FormData(form)]));
  };
  const forget = () => {
    localStorage.removeItem(name);
    // Whoever deletes before typing wants the questions empty.
    if (restored && !typed) return location.replace(location.pathname);
    key.value = own;
    show(false);
    told.textContent = told.dataset.told;
  };
  // With its key: sent twice because the answer was lost on the way, it counts once.
  if (restored) {
    const draft = JSON.parse(stored);
    // What was begun with other questions goes on with those: the server shows them, or tells what does not fit.
    if (Object.fromEntries(draft).version !== form.version.value) {
      form.replaceChildren();
      [["go", "stay"], ...draft].forEach(carry);
      return form.submit();
    }
    fill(draft);
  }
  show(!!stored);
  box.hidden = false;
  form.addEventListener("input", (event) => event.target !== tick && save());
  tick.addEventListener("change", () => {
    if (!tick.checked) return forget();
    save();
    show(true);
  });
  drop.addEventListener("click", forget);
}
try {
  const sent = document.querySelector("[data-sent]");
  if (sent) localStorage.removeItem(`draft:${sent.dataset.sent}`);
  const box = document.querySelector("[data-draft]");
  if (box) keep(box);
} catch {
  // A browser that lends no storage keeps nothing.
}

// The worker keeps the form for when there is no line, and sends what waits when there is one.
const waiting = document.querySelector("[data-waiting]");
const worker = navigator.serviceWorker;
if (waiting && worker) {
  const tell = () => worker.ready.then((here) => here.active.postMessage(location.pathname));
  worker.addEventListener("message", (event) => (waiting.hidden = !event.data.length));
  addEventListener("online", tell);
  if (worker.controller) tell();
  else if ("worker" in waiting.dataset) {
    addEventListener("load", () => {
      const rules = { createScriptURL: () => "/sw.js" };
      const policy = self.trustedTypes?.createPolicy("worker", rules) ?? rules;
      worker.register(policy.createScriptURL("")).then(tell, () => {});
    });
  }
}

// A code can be printed where a script can ask for it.
for (const each of document.querySelectorAll("[data-print]")) {
  each.hidden = false;
  each.onclick = () => print();
}

// Read aloud when asked, by a voice that lives on this phone: no text leaves it. No such voice, no button.
const speech = self.speechSynthesis;
const listen = document.querySelector("[data-listen]")?.dataset.listen;
if (speech && listen) {
  const texts = "h1,h2,legend,label,p,li,dt,dd,summary";
  const own = (each) => each.localService && each.lang.slice(0, 2) === document.documentElement.lang;
  const pick = () => speech.getVoices().filter(own).sort((a, b) => b.default - a.default)[0];
  let on;
  const hush = () => {
    speech.cancel();
    on?.button.setAttribute("aria-pressed", "false");
    on = null;
  };
  const press = (part, button) => {
    const again = on?.button === button;
    hush();
    const voice = pick();
    if (again || !voice) return;
    const said = [...part.querySelectorAll(texts)]
      .filter((each) => each.getClientRects()[0] && !each.querySelector(`button,${texts}`))
      .map((each) => Object.assign(new SpeechSynthesisUtterance(each.innerText), { voice, lang: voice.lang }));
    // Held here: browsers forget a sentence that nobody holds, and then never tell that it ended.
    on = { button, said };
    button.setAttribute("aria-pressed", "true");
    let rest = said.length;
    for (const each of said) {
      each.onend = each.onerror = () => on?.said === said && !--rest && hush();
      speech.speak(each);
    }
  };
  const offer = () => {
    if (!pick() || document.querySelector("[aria-pressed]")) return;
    for (const part of document.querySelectorAll(form ? ".question,.says,[data-help]" : "main")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "quiet", textContent: `🔊 ${listen}` });
      button.setAttribute("aria-label", `${listen} ${part.querySelector("h1,h2,legend,label,dt")?.textContent.trim() ?? ""}`);
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => press(part, button));
      (part.querySelector("h1,dd>button") ?? part.firstElementChild).after(button);
    }
  };
  for (const each of ["pagehide", "visibilitychange"]) addEventListener(each, hush);
  speech.onvoiceschanged = offer;
  offer();
}

// Moments are told in UTC; beside them, what the reader's own clock shows, with its zone by name.
for (const time of document.querySelectorAll("time[data-local]")) {
  const own = Object.assign(document.createElement("span"), { className: "moment" });
  const clock = new Intl.DateTimeFormat(document.documentElement.lang.replace("en", "en-GB"), {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  own.textContent = `(${clock.format(new Date(time.dateTime))})`;
  time.after(" ", own);
}

// A calm note beside what somebody writes; the page on which answers are checked has the whole rules.
const reach =
  /\S@\S+\.\S|(\p{Nd}[\s().-]*){9}|(^|\s)@\w{3}|(my name is|i'm called|m'appelle|me llamo|mi nombre es|меня зовут|اسمي|我叫|我的名字)\s*\S/iu;
document.addEventListener("input", ({ target }) => {
  const words = target.form?.dataset.note;
  if (!words || !/^text/.test(target.type)) return;
  const note = target.note ??= Object.assign(document.createElement("p"), { className: "hint", role: "status" });
  note.isConnected || target.after(note);
  note.textContent = reach.test(target.value.normalize("NFKC")) ? words : "";
});

// The code of a card stands behind the # of its address, which no server, log or other site ever sees.
if (location.hash.startsWith("#code=")) {
  const box = document.querySelector("input[data-code]");
  if (box) {
    box.value = location.hash.slice(6);
    history.replaceState(history.state, "", location.pathname);
  } else for (const link of document.links) if (link.pathname.includes("/consultations/")) link.hash = location.hash;
}
