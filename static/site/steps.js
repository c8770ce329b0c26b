// The form's steps without a new entry in the browser's history for each: the answer takes the
// place of the page. Where that fails, the form is sent as it is without scripts.
"use strict";
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
    if (pressed && pressed.name) {
      const button = document.createElement("input");
      button.type = "hidden";
      button.name = pressed.name;
      button.value = pressed.value;
      form.append(button);
    }
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  window.scrollTo(0, 0);
  const first = document.querySelector("[autofocus]") || document.querySelector("#wrong") || document.querySelector("#content");
  if (first) first.focus();
});
