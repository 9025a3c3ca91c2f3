// The page about a certificate, opened by its QR code: the proof in the code is held against the page.
//
// A register could lie, or be somebody else's: the paper in the verifier's hand speaks for itself.

import { proofBanner } from "./agreement.js";
import { checkLink } from "./checking.js";
import { openRegister } from "./register.js";
import { banner } from "./showing.js";

const NO_KEYS = {
  outcome: "not checked",
  headline: "The proof in the code was not checked",
  sentence: "The issuer's keys could not be read. Try again when the network is back.",
};

function pageFacts() {
  const said = {};
  for (const label of document.querySelectorAll(".facts > dt")) {
    said[label.textContent.trim()] ??= label.nextElementSibling?.querySelector("bdi")?.textContent.trim();
  }
  return { holder: said.Holder, course: said.Course, number: said["Certificate number"] };
}

export async function startOnPage() {
  const verdict = document.querySelector("main .verdict");
  if (!verdict || !globalThis.crypto?.subtle) return;
  // For the next code, when there may be no network. It keeps nothing of this one.
  navigator.serviceWorker?.register("/offline-worker.js").catch(() => {});
  const page = { ...pageFacts(), isGood: verdict.classList.contains("good") };
  const register = await openRegister().catch(() => null);
  const result = register && (await checkLink(location.href, register, Date.now() / 1000));
  if (!page.number || result?.isNothing) return;
  const said = result ? proofBanner(result, page, register.timeZone) : NO_KEYS;
  const shownBanner = banner(said);
  shownBanner.id = "qr-proof";
  shownBanner.classList.add("space-above");
  document.getElementById("qr-proof")?.remove();
  if (said.outcome !== "failed") {
    verdict.after(shownBanner);
    return;
  }
  verdict.before(shownBanner); // Before anything green, which is green no more, and only what the page says.
  if (verdict.classList.replace("good", "mute")) verdict.querySelector("h1").prepend("This page says: ");
}
