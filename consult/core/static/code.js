// On the page that codes an answer: keys 1 2 3 tick the suggestions, a button takes selected words.
"use strict";
document.querySelectorAll("[data-codes]").forEach((form) => {
  const text = document.getElementById(form.dataset.codes);
  const says = form.querySelector('input[value="themes"]');
  const opened = (tick) => {
    if (!tick.checked) return;
    if (says) says.checked = true;
    tick.closest("[data-theme]").querySelector("details").open = true;
  };
  form.querySelectorAll("[data-theme]").forEach((theme) => {
    const tick = document.getElementById(theme.dataset.theme);
    const group = theme.querySelector("[data-words]");
    const box = document.getElementById(group.dataset.words);
    tick.addEventListener("change", () => opened(tick));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = group.dataset.take;
    // A press would take the selection away before the click arrives.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const chosen = document.getSelection();
      if (!chosen.rangeCount || !text.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
      const words = chosen.toString().trim().replace(/\s+/g, " ");
      if (!words) return;
      box.value = words;
      tick.checked = true;
      opened(tick);
    });
    group.append(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    const theme = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!theme) return;
    const tick = document.getElementById(theme.dataset.theme);
    tick.checked = !tick.checked;
    opened(tick);
    tick.focus();
  });
});
