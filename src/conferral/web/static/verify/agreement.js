// Whether the proof in a QR code and the page about the certificate say the same.

import { day } from "./showing.js";

// What differs between what the code proves and what the page says, in words.
export function differences(told, page) {
  const found = [];
  if (told.number !== page.number) found.push("the number");
  if (page.holder && told.holder && !isSameName(told.holder, page.holder)) found.push("the holder's name");
  if (page.course && !isSameCourse(told.course, page.course)) found.push("the course");
  return found;
}

// Either may be in initials: the holder says what strangers see.
const isSameName = (one, other) => one === other || initialsOf(one) === other || one === initialsOf(other);

const initialsOf = (name) => name.split(/\s+/).map((word) => `${/^.\p{M}*/su.exec(word)?.[0].toUpperCase() ?? ""}.`).join(" ");

const isSameCourse = (told, page) => told === page || (told.endsWith("…") && page.startsWith(told.slice(0, -1)));

// What is said of it: { outcome, headline, sentence }. `page`: { holder, course, number, isGood } as it shows them.
export function proofBanner(result, page, timeZone) {
  const { told, lights } = result;
  if (!told) return { outcome: "failed", headline: "The proof in this code does not fit", sentence: `${lights.integrity.note} Compare every line of the paper with this page.` };
  const proved = [told.holder, told.course, day(told.issued, timeZone), told.number].filter(Boolean).join(", ");
  if (lights.issuer.outcome === "failed") return { outcome: "failed", headline: "The code was signed with a stolen key", sentence: lights.issuer.note };
  const differing = differences(told, page);
  if (differing.length) {
    return { outcome: "failed", headline: "The code and this page disagree", sentence: `They differ in ${differing.join(" and ")}. The code proves: ${proved}. Do not rely on either before you have asked the issuer.` };
  }
  if (result.isSpecimen) return { outcome: "specimen", headline: "The code is genuine, and of a specimen", sentence: proved };
  // Green only beside green: that it was issued does not say that it still counts.
  if (!page.isGood || lights.status.outcome === "failed" || lights.time.outcome === "failed") {
    return { outcome: "not checked", headline: "The code is genuine; whether it counts, the page says", sentence: proved };
  }
  return { outcome: "passed", headline: "Proved by the QR code", sentence: proved };
}
