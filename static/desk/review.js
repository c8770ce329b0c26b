// One key goes to a decision; Enter confirms it. No key decides by itself.
"use strict";
const GOALS = {
  o: "#open", p: "#publish", c: "#count", d: ".decline input[type=radio]", a: "#question", l: "#refer", i: "#danger",
};

// The key's letter; where she types another alphabet, the one that stands there in ours.
function letter(event) {
  const place = /^Key([A-Z])$/.exec(event.code);
  return place && !/[a-z]/i.test(event.key) ? place[1].toLowerCase() : event.key;
}

// What was chosen for a mark stands in its place at once. The server does the same when it comes.
function show(select) {
  const mark = document.getElementById("at-" + select.id);
  if (!mark) return;
  const chosen = select.value;
  mark.textContent = chosen === "keep" ? mark.dataset.word : chosen === "out" ? "" : chosen;
  mark.classList.toggle("cut", chosen !== "keep");
}

function next(select) {
  const all = [...document.querySelectorAll(".mark select")];
  const there = all[all.indexOf(select) + 1] || (select ? document.querySelector("#publish") : null);
  if (there) there.focus();
}

function choose(select, key) {
  const words = [...select.options].slice(3);
  const chosen = { k: select.options[0], b: select.options[1], x: select.options[2] }[key] || (/^[1-9]$/.test(key) && words[key - 1]);
  if (!chosen) return false;
  chosen.selected = true;
  show(select);
  next(select);
  return true;
}

// What she types is in this page alone until she sends it. While she types, the server hears once a
// minute that she is there still, so that neither her session nor what she has ends under her hands;
// and whoever would leave the page by another way than its buttons is asked first.
const MINUTE = 60000;
const writing = document.querySelector("form.editing");
// What an answer of ours gave her back is nowhere else either.
let typed = Boolean(writing) && "unsent" in writing.dataset;
let heard = Date.now();

async function stay() {
  if (!writing.dataset.stay || Date.now() - heard < MINUTE) return;
  heard = Date.now();
  const body = new URLSearchParams({ csrfmiddlewaretoken: writing.elements.csrfmiddlewaretoken.value });
  try {
    await fetch(writing.dataset.stay, { method: "POST", body, redirect: "manual" });
  } catch {
    // Away: what she sends is answered by a page that keeps it.
  }
}

if (writing) {
  writing.addEventListener("input", function (event) {
    if (!event.isTrusted) return;
    typed = true;
    stay();
  });
  document.querySelector(".desk").addEventListener("submit", function () {
    typed = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (typed) event.preventDefault();
  });
}

document.addEventListener("change", function (event) {
  if (event.target instanceof Element && event.target.matches(".mark select")) show(event.target);
});

document.addEventListener("keydown", function (event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const here = event.target instanceof Element ? event.target : document.body;
  const isMark = here.matches(".mark select");
  if (isMark && choose(here, letter(event))) {
    event.preventDefault();
    return;
  }
  // Where a reason is chosen, Enter confirms that, and never another decision.
  if (event.key === "Enter" && here.matches(".decline input[type=radio]:checked") && here.value) {
    event.preventDefault();
    here.form.requestSubmit(document.querySelector("#decline"));
    return;
  }
  if (here.matches("input:not([type=radio], [type=checkbox]), textarea, select") && !isMark) return;
  if (letter(event) === "m") {
    event.preventDefault();
    next(isMark ? here : null);
    return;
  }
  const goal = GOALS[letter(event)];
  const there = goal && document.querySelector(goal);
  if (!there) return;
  event.preventDefault();
  there.focus();
});
