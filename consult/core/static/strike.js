// On the page that decides on a text: buttons below it put the selected words into a reason's box.
"use strict";
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
