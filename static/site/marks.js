// How many of the marks have passed the lower edge of the window, in people. Whoever does not see
// them is not told of each: it is read when it is come to.
"use strict";
(function () {
  const told = document.querySelector(".passed");
  if (!told) return;
  const people = Number(told.dataset.people);
  // As the page writes it, whatever the browser takes for the language's way.
  const between = told.dataset.written.replace(/\d/g, "")[0] || "";
  const grouped = new Intl.NumberFormat(document.documentElement.lang, {
    numberingSystem: "latn", useGrouping: "always",
  });
  let waits = false;

  function written(number) {
    return grouped.formatToParts(number)
      .map((part) => part.type === "group" ? between : part.value).join("");
  }

  function tell() {
    waits = false;
    const edge = told.getBoundingClientRect().top;
    for (const all of document.querySelectorAll(".all > .marks")) {
      const first = all.firstElementChild;
      // The other one is drawn for another width.
      if (!first || !all.offsetHeight) continue;
      const drawn = first.viewBox.baseVal;
      const across = drawn.width / 5;
      const { top, height } = all.getBoundingClientRect();
      // The lowest tenth of a row is blank.
      const rows = Math.floor((edge - top) / height * Math.ceil(people / across) + 0.1);
      told.textContent = told.dataset.said
        .replace("%(passed)s", written(Math.min(people, Math.max(0, rows * across))))
        .replace("%(people)s", written(people));
    }
  }

  function soon() {
    if (!waits) requestAnimationFrame(tell);
    waits = true;
  }

  told.hidden = false;
  tell();
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
})();
