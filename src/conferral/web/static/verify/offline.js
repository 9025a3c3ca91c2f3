// Checks a file or a QR code on this device, before anybody is asked.
//
// On the live site it stands before the form that sends a file; in a published folder it is all there is.

import { isAble } from "./able.js";
import { LARGEST_FILE, checkFile, checkLink } from "./checking.js";
import { cameraButton, codeInPicture } from "./camera.js";
import { openRegister } from "./register.js";
import { banner, day, element, shown, verdictOf } from "./showing.js";

const OLD = "This browser cannot check it by itself";
const nowInSeconds = () => Date.now() / 1000;

async function start() {
  const form = document.getElementById("verify-file");
  if (!form) return;
  const place = placeAfter(form);
  if (!isAble) {
    sayOld(place, form);
    return;
  }
  const isLive = Boolean(form.getAttribute("action"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    checkChosen(form, place, isLive);
  });
  form.elements.file.addEventListener("change", () => checkChosen(form, place, isLive));
  const link = (text) => answer(place, (register) => checkLink(text, register, nowInSeconds()), (result) => askingLinks(result, isLive));
  const linkForm = document.getElementById("verify-link");
  linkForm?.addEventListener("submit", (event) => {
    event.preventDefault();
    link(linkForm.elements.link.value);
  });
  const camera = await cameraButton(link);
  if (camera) form.append(camera);
  await sayAge();
  if (!isLive && /\/c\/[^/]+$/i.test(location.pathname)) link(location.href);
}

function placeAfter(form) {
  const found = document.getElementById("verify-result");
  if (found) return found;
  const made = element("div", { id: "verify-result", className: "stack" });
  made.setAttribute("role", "status");
  (form.closest(".card") ?? form).append(made);
  return made;
}

async function checkChosen(form, place, isLive) {
  const [file] = form.elements.file.files;
  if (!file) return;
  if (file.size > LARGEST_FILE && isLive) {
    form.submit(); // It says what to do.
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const check = async (register) => {
    const result = await checkFile(bytes, register, nowInSeconds());
    const code = result.isNothing ? await codeInPicture(file) : "";
    return code ? checkLink(code, register, nowInSeconds()) : result;
  };
  await answer(place, check, (result) => [...(isLive ? [sendButton(form)] : []), ...askingLinks(result, isLive)]);
}

async function answer(place, check, actionsFor) {
  place.replaceChildren(element("p", { className: "note" }, "Checking on this device …"));
  try {
    const register = await openedOnce();
    const result = await check(register);
    place.replaceChildren(...shown(result, register, actionsFor(result)));
    place.dataset.outcome = verdictOf(result, register).outcome;
  } catch (error) {
    place.replaceChildren(...shown(whatWentWrong(error), { name: "" }, actionsFor({})));
    place.dataset.outcome = "not checked";
  }
}

let opened; // One register for as long as the page is open.
function openedOnce() {
  opened ??= openRegister();
  opened.catch(() => { opened = undefined; });
  return opened;
}

function whatWentWrong(error) {
  const light = { outcome: "not checked", note: "Not checked here." };
  const note = `The keys of the issuer could not be read here (${error.message}).`;
  return { isNothing: true, lights: { integrity: { outcome: "not checked", note }, issuer: light, status: light, time: light } };
}

function sendButton(form) {
  const button = element("button", { type: "button", className: "button" }, "Ask the register: send the file");
  button.addEventListener("click", () => form.submit());
  return button;
}

function askingLinks({ number }, isLive) {
  if (!number || !isLive) return [];
  return [element("a", { className: "button", href: `/c/${number}` }, "What the register says")];
}

function sayOld(place, form) {
  const sentence = form.getAttribute("action")
    ? "Send it to the register instead: it is checked there and not kept. A newer browser checks it without sending it."
    : "Open this page in a newer browser, and over https or from a disk.";
  place.replaceChildren(banner({ outcome: "not checked", headline: OLD, sentence }));
}

async function sayAge() {
  const said = document.getElementById("published-as-of");
  if (!said) return;
  const register = await openedOnce().catch(() => null);
  if (register) said.textContent = ` This copy was made on ${day(register.asOf, register.timeZone)}.`;
}

start();
