// On the page that decides on a text: buttons that put the selected words into a reason's box.
"use strict";
document.querySelectorAll("[data-strikes]").forEach((group) => {
  const text = document.getElementById(group.dataset.strikes);
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
      const redacted = document.querySelector('input[value="quote-redacted"]');
      if (redacted) redacted.checked = true;
    });
    box.after(button);
  });
});
