// A story's words, where its cover is in a list, once the reader opens it: no list has them before.
// They come from the story's own page, to which the cover's link leads where this fails.
"use strict";
async function fetchWords(cover) {
  const from = cover.dataset.words;
  if (!from || !cover.open) return;
  delete cover.dataset.words;
  try {
    const answer = await fetch(from, { cache: "no-store", credentials: "omit", redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const link = cover.querySelector(".alone a");
    link.closest("p").before(...page.querySelector("#words").children);
    link.textContent = cover.dataset.own;
    link.href = from;
  } catch {
    cover.dataset.words = from;
  }
}
document.addEventListener("toggle", (event) => fetchWords(event.target), true);
// On a slow line a cover can be opened before this is here.
document.querySelectorAll("details.cover[open]").forEach(fetchWords);
