// Passkeys: the browser asks the device, the form carries its answer (WebAuthn Level 3, JSON forms).

const deeds = {
  make: async (form) => {
    const asked = options();
    const alone = form.elements.passwordless.checked;
    asked.publicKey.authenticatorSelection = {
      ...asked.publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    };
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.publicKey);
    return navigator.credentials.create({ publicKey });
  },
  show: async () => shown(options()),
  "come-in": async (form) => {
    const answer = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
    return shown((await answer.json()).request_options);
  },
};

const options = () => JSON.parse(document.getElementById("passkey-options").textContent);

const shown = (asked) => navigator.credentials.get({
  publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.publicKey),
});

const ready = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

// Each page says what went wrong in words of its own: by the name of the error, or in general.
const say = (form, name) => {
  const problems = [...form.querySelectorAll("[data-problem]")];
  const said = problems.find((each) => each.dataset.problem === name) ?? problems.find((each) => !each.dataset.problem);
  for (const each of problems) each.hidden = name === undefined || each !== said;
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (ready) form.hidden = false;
  form.querySelector("[data-go]").addEventListener("click", async () => {
    say(form);
    try {
      const credential = await deeds[form.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      say(form, error.name);
    }
  });
}
