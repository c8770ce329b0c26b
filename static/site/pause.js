// After ten stories that were opened on this page, the pause that stands in the list comes to the
// reader. Counted in this page's memory alone, and gone with it. What a search finds takes the
// place of the page (steps.js), so the pause may be another one than before: it counts anew.
"use strict";
const opened = new Set();
let pause = null;
function count(cover) {
  const here = document.getElementById("pause");
  if (here !== pause) {
    pause = here;
    opened.clear();
  }
  if (!pause || !cover.open || !cover.classList.contains("cover") || opened.has(cover)) return;
  opened.add(cover);
  if (opened.size === Number(pause.dataset.after)) cover.after(pause);
}
document.addEventListener("toggle", (event) => count(event.target), true);
// On a slow line a cover can be opened before this is here.
document.querySelectorAll("details.cover[open]").forEach(count);
