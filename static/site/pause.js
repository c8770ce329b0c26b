// After ten stories that were opened on this page, the pause that stands in the list comes to the
// reader. Counted in this page's memory alone, and gone with it.
"use strict";
const pause = document.getElementById("pause");
const opened = new Set();
document.addEventListener("toggle", function (event) {
  const cover = event.target;
  if (!pause || !cover.open || !cover.classList.contains("cover") || opened.has(cover)) return;
  opened.add(cover);
  if (opened.size === Number(pause.dataset.after)) cover.after(pause);
}, true);
