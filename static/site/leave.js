// The way out: covers the page at once, then puts a dull page in its place, so
// that Back does not return to this one.
"use strict";
document.addEventListener("click", function (event) {
  const exit = event.target instanceof Element && event.target.closest("a.exit");
  if (!exit) return;
  event.preventDefault();
  document.documentElement.classList.add("covered");
  document.title = "";
  window.location.replace(exit.href);
});
// Coming back must not find what stood in the form.
window.addEventListener("pageshow", function (event) {
  if (event.persisted) window.location.reload();
});
