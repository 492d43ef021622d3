// On the page that decides on a text: buttons below it put the selected words into a reason's box.
"use strict";
// Keys work while the text has the focus, so that they meet nobody who types or speaks to the page.
const keyed = document.querySelector("[data-keys]");
keyed?.focus({ preventScroll: true });
keyed?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const choice = document.querySelectorAll("input[name=decision]")[Number(event.key) - 1];
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!choice && !button) return;
  event.preventDefault();
  (choice ?? button).click();
});
document.querySelectorAll("[data-strikes]").forEach((group) => {
  const text = document.getElementById(group.dataset.strikes);
  const toolbar = document.createElement("p");
  toolbar.className = "acts";
  toolbar.append(group.dataset.toolbar);
  text.after(toolbar);
  const redacted = document.querySelector('input[value="quote-redacted"]');
  redacted?.addEventListener("change", () => {
    group.open = true;
  });
  group.querySelectorAll("[data-strike]").forEach((box) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = box.dataset.strike;
    // A press would take the selection away before the click arrives.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const chosen = document.getSelection();
      if (!chosen.rangeCount || !text.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
      const words = chosen.toString().trim().replace(/\s+/g, " ");
      if (!words) return;
      box.value = box.value.trim() ? box.value.trim() + "\n" + words : words;
      group.open = true;
      if (redacted) redacted.checked = true;
    });
    toolbar.append(" ", button);
  });
});
