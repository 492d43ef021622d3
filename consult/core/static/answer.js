"use strict";
// Only comfort: every page works the same without this file.

// A second press while a slow line is busy is ignored. It would be counted once anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
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

// Moments are told in UTC; beside them, what the reader's own clock shows, with its zone by name.
for (const time of document.querySelectorAll("time[data-local]")) {
  const own = document.createElement("span");
  own.className = "moment";
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
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
