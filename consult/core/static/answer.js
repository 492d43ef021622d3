"use strict";
// Only comfort: every page works the same without this file.

// "Leave quickly": empty the page at once, forget what was typed here, and go. Going back to a page
// of this site in the same tab leaves again.
const exit = document.querySelector("[data-exit]");
function leave(event) {
  event?.preventDefault();
  document.documentElement.replaceChildren();
  try {
    localStorage.clear();
    sessionStorage.clear();
    sessionStorage.setItem("consult-left", "1");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
  location.replace(exit.href);
}
function left(again) {
  try {
    if (!sessionStorage.getItem("consult-left")) return;
    if (again) leave();
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
