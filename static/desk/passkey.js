// Asks this browser for a passkey, and sends its answer with the form that the button stands in.
"use strict";
(() => {
  const read = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const written = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (all) => (all || []).map((one) => ({...one, id: read(one.id)}));

  async function asked(what, form) {
    const fields = new FormData();
    fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fields.set("for", what);
    const answer = await fetch(form.dataset.passkeys, {
      method: "POST", body: new URLSearchParams(fields), credentials: "same-origin"});
    if (!answer.ok) throw new Error("The site did not answer.");
    return (await answer.json()).publicKey;
  }

  async function answered(what, form) {
    const ask = await asked(what, form);
    ask.challenge = read(ask.challenge);
    if (what === "new") {
      ask.user.id = read(ask.user.id);
      ask.excludeCredentials = listed(ask.excludeCredentials);
      return navigator.credentials.create({publicKey: ask});
    }
    ask.allowCredentials = listed(ask.allowCredentials);
    return navigator.credentials.get({publicKey: ask});
  }

  function told(made) {
    const response = {clientDataJSON: written(made.response.clientDataJSON)};
    if (made.response.attestationObject) {
      response.attestationObject = written(made.response.attestationObject);
    } else {
      response.authenticatorData = written(made.response.authenticatorData);
      response.signature = written(made.response.signature);
    }
    return JSON.stringify({
      id: made.id, rawId: written(made.rawId), type: made.type, response,
      clientExtensionResults: {}});
  }

  for (const button of document.querySelectorAll("button[data-passkey]")) {
    const form = button.form;
    const said = document.getElementById(button.dataset.said);
    if (!window.PublicKeyCredential) {
      said.hidden = false;
      said.textContent = button.dataset.cannot;
      continue;
    }
    button.hidden = false;
    button.addEventListener("click", async () => {
      said.hidden = true;
      button.disabled = true;
      try {
        const made = await answered(button.dataset.passkey, form);
        form.elements[button.dataset.field].value = told(made);
        form.submit();
      } catch (fault) {
        said.hidden = false;
        said.textContent = button.dataset.not;
      } finally {
        button.disabled = false;
      }
    });
  }
})();
