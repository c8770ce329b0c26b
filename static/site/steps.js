// The form's steps without a new entry in the browser's history for each: the answer takes the
// place of the page. Where none comes, all stays as it is and the page says so: a form that the
// browser sends by itself would leave her words in its history, behind an error page.
"use strict";
function away(form) {
  let told = document.getElementById("away");
  if (!told) {
    told = document.createElement("div");
    Object.assign(told, { id: "away", className: "note wrong", tabIndex: -1 });
    told.setAttribute("role", "alert");
    told.append(document.createElement("p"));
  }
  form.before(told);
  told.firstChild.textContent = document.getElementById("content").dataset.away;
  told.focus();
}

document.addEventListener("submit", async function (event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.getAttribute("method") !== "post" || !form.closest("main")) return;
  event.preventDefault();
  const pressed = event.submitter;
  const fields = new FormData(form, pressed);
  // What is typed or pressed from here on would be lost with this page.
  form.inert = true;
  let text;
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST", body: new URLSearchParams(fields), cache: "no-store", credentials: "omit", redirect: "error",
    });
    text = await answer.text();
  } catch {
    form.inert = false;
    away(form);
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  window.scrollTo(0, 0);
  const heading = document.querySelector("#content h1");
  if (heading) heading.tabIndex = -1;
  const first = document.querySelector("[autofocus]") || document.querySelector("#wrong") || heading || document.querySelector("#content");
  if (first) first.focus();
});
