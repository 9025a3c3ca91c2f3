// The page about a certificate, opened by its QR code: the proof in the code is held against the page.
//
// A register could lie, or be somebody else's: the paper in the verifier's hand speaks for itself.

import { proofBanner } from "./agreement.js";
import { checkLink } from "./checking.js";
import { openRegister } from "./register.js";
import { banner } from "./showing.js";

function pageFacts() {
  const said = {};
  for (const label of document.querySelectorAll(".facts > dt")) {
    said[label.textContent.trim()] ??= label.nextElementSibling?.querySelector("bdi")?.textContent.trim();
  }
  return { holder: said.Holder, course: said.Course, number: said["Certificate number"] };
}

async function startOnPage() {
  const verdict = document.querySelector("main .verdict");
  if (!verdict || !/^#1\.[0-9]+$/.test(location.hash) || !globalThis.crypto?.subtle) return;
  const page = pageFacts();
  const result = await checkLink(location.href, await openRegister(), Date.now() / 1000).catch(() => null);
  if (!result || result.isNothing || (!result.told && !page.number)) return;
  const shownBanner = banner(proofBanner(result, page));
  shownBanner.id = "qr-proof";
  shownBanner.classList.add("space-above");
  verdict.after(shownBanner);
}

startOnPage();
