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
  "come-in": async (form, how = {}) => {
    const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
    const answer = await fetch(form.action, { headers, signal: how.signal });
    return shown((await answer.json()).request_options, how);
  },
};

const options = () => JSON.parse(document.getElementById("passkey-options").textContent);

const shown = (asked, how) => navigator.credentials.get({
  publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.publicKey),
  ...how,
});

const ready = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

// Each page says what went wrong in words of its own: by the name of the error, or in general.
const say = (form, name) => {
  const problems = [...form.querySelectorAll("[data-problem]")];
  const said = problems.find((each) => each.dataset.problem === name) ?? problems.find((each) => !each.dataset.problem);
  for (const each of problems) each.hidden = name === undefined || each !== said;
};

const send = (form, credential) => {
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
};

// The field for the e-mail offers passkeys beside passwords while something waits for one of them.
// What is asked of the device holds for one page: whoever comes back to this one asks anew.
let waiting = new AbortController();
const offer = async (form) => {
  waiting.abort();
  if (document.hidden || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  const how = { mediation: "conditional", signal: waiting.signal };
  deeds["come-in"](form, how).then((credential) => send(form, credential), () => {});
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (ready) form.hidden = false;
  const go = form.querySelector("[data-go]");
  go.disabled = false; // Where it is shown before this script is there, it says that it can do nothing yet.
  go.addEventListener("click", async () => {
    say(form);
    waiting.abort();
    try {
      send(form, await deeds[form.dataset.passkey](form));
    } catch (error) {
      say(form, error.name);
    }
  });
  if (ready && form.dataset.passkey === "come-in" && !("refused" in form.dataset)) {
    offer(form);
    document.addEventListener("visibilitychange", () => offer(form));
  }
}
