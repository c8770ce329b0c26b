// The way out: covers the page at once, then puts a dull page in its place, so
// that Back does not return to this one. By the link, or by Shift three times.
"use strict";
(function () {
  function tell(sentence) {
    let told = document.getElementById("told");
    if (!told) {
      told = document.createElement("p");
      told.id = "told";
      told.className = "unseen";
      told.setAttribute("role", "status");
      document.body.append(told);
    }
    told.textContent = sentence;
  }

  function leave(exit) {
    document.documentElement.classList.add("covered");
    document.title = "";
    for (const field of document.querySelectorAll("textarea, input")) field.value = "";
    window.location.replace(exit.href);
  }

  document.addEventListener("click", function (event) {
    const exit = event.target instanceof Element && event.target.closest("a.exit");
    if (!exit) return;
    event.preventDefault();
    leave(exit);
  });

  // Shift pressed and let go with nothing in between: capitals do not count. In quick succession,
  // because with a screen reader one Shift pauses what it reads.
  let alone = false, times = 0, last = 0;
  document.addEventListener("keydown", function (event) {
    alone = event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone) times = 0;
  }, true);
  document.addEventListener("keyup", function (event) {
    const exit = document.querySelector("a.exit");
    if (event.key !== "Shift" || !alone || !exit) return;
    alone = false;
    times = event.timeStamp - last < 1000 ? times + 1 : 1;
    last = event.timeStamp;
    if (times === 3) leave(exit);
    else tell(exit.dataset["left" + (3 - times)] || "");
  }, true);
  document.addEventListener("pointerdown", function () { times = 0; }, true);
})();
// Coming back must not find what stood in the form.
window.addEventListener("pageshow", function (event) {
  if (event.persisted) window.location.reload();
});
