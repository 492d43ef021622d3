// Shows what the worker keeps on this phone: what waits, what must be looked at, what has arrived.

const list = document.querySelector("[data-list]");
const worker = navigator.serviceWorker;
const tell = (what) => worker?.ready.then((here) => here.active.postMessage(what));

function card(one) {
  const made = document.querySelector(`template[data-state=${one.state}]`).content.cloneNode(true).firstElementChild;
  made.dataset.card = one.id;
  made.querySelector("h2").textContent = one.title;
  try {
    // Sent is sent: the draft of the form is not needed any more.
    if (one.state !== "look") localStorage.removeItem(`draft:${one.slug}`);
  } catch {
    // A browser that lends no storage kept no draft.
  }
  const code = made.querySelector("[data-receipt]");
  if (code) code.textContent = one.code;
  const form = made.querySelector("form");
  if (form) {
    form.action = one.url;
    for (const [name, value] of new URLSearchParams(one.body)) {
      if (name === "go") continue;
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
  }
  made.querySelector("[data-go=drop]").addEventListener("click", () => tell({ drop: one.id }));
  return made;
}

worker?.addEventListener("message", (event) => {
  for (const old of document.querySelectorAll("[data-card]")) old.remove();
  list.prepend(...event.data.map(card));
  list.querySelector("[data-none]").hidden = event.data.length > 0;
  list.querySelector("[data-action]").hidden = !event.data.some((one) => one.state === "waiting");
});
list.querySelector("[data-go=send]").addEventListener("click", () => tell("send"));
addEventListener("online", () => tell("send"));
tell("send");
