// One key goes to a decision; Enter confirms it. No key decides by itself.
"use strict";
document.addEventListener("keydown", function (event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target instanceof Element && event.target.matches("input:not([type=radio]), textarea, select")) return;
  const goal = { p: "#publish", d: ".decline input" }[event.key];
  const there = goal && document.querySelector(goal);
  if (!there) return;
  event.preventDefault();
  there.focus();
});
