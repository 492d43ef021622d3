"use strict";
// Only comfort for the workshop of questionnaires: every page works the same without this file.

// Lists that only choose what is shown need no button pressed.
for (const form of document.querySelectorAll("form[data-auto]")) {
  const button = form.querySelector("button");
  button.hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

// Who leaves a page with words that were not saved is asked.
let unsaved = false;
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("submit", () => (unsaved = false));
}
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// Only the fields that belong to the chosen kind are shown.
const kinds = document.querySelector("select[data-kinds]");
if (kinds) {
  const fit = () => {
    for (const part of document.querySelectorAll("[data-for]"))
      part.hidden = !part.dataset.for.split(" ").includes(kinds.value);
  };
  kinds.addEventListener("change", fit);
  fit();
}

// What is typed shows at once where young people will see it.
const seen = document.querySelector("[data-seen]");
if (seen) {
  const places = new Map();
  const tag = seen.dataset.seen;
  const walker = document.createTreeWalker(seen, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const box of document.querySelectorAll(`textarea[name$=":${tag}"]`)) {
    const node = texts.find((one) => box.value && one.data.includes(box.value));
    if (!node) continue;
    texts.splice(texts.indexOf(node), 1);
    places.set(box, [node, ...node.data.split(box.value, 2)]);
    box.addEventListener("input", () => {
      const [place, before, after] = places.get(box);
      place.data = before + box.value + after;
    });
  }
}
