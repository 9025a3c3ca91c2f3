// What a browser can tell of a file or a QR code: four lights, each passed, failed or not checked.
//
// Never "valid" unless all four have passed. What cannot be told here is said to be not checked.

import { Malformed, hex, sha256, textOf } from "./bytes.js";
import { jcs, jcsDigestHex } from "./jcs.js";
import { strictJson } from "./json.js";
import { Unsupported } from "./keys.js";
import { attachedCredential, isPdf, isSpecimen, pdfSignature } from "./pdf.js";
import { isPng, isSvg, textInPng, textInSvg } from "./picture.js";
import { entriesOf, entriesOfStub, isSet } from "./status.js";
import { readLink, readStub } from "./stub.js";
import { isToken, readToken } from "./token.js";

export const [PASSED, FAILED, NOT_CHECKED, SPECIMEN] = ["passed", "failed", "not checked", "specimen"];
export const LARGEST_FILE = 10 * 1048576; // Bytes.

const SPECIMENS = "urn:conferral:Specimen";
const EVIDENCE = "urn:conferral:Evidence";
const light = (outcome, note) => ({ outcome, note });
const OURS = "Signed by a key that the issuer lists.";
const STOLEN = "The key that signed it was given up as stolen. Ask the register: it knows what counts all the same.";

// { lights: { integrity, issuer, status, time }, told, number, isNothing, isSpecimen }. `told`: what it says,
// where that is proved.
// `now`: seconds.
export async function checkFile(bytes, register, now) {
  if (bytes.length > LARGEST_FILE) return nothing("It is larger than 10 MB: no certificate is.");
  try {
    if (isPdf(bytes)) return await checkPdf(bytes, register, now);
    const text = isPng(bytes) ? textInPng(bytes) : readable(bytes);
    const inside = isSvg(text) ? textInSvg(text) : text.trim();
    if (isToken(inside)) return await checkToken(inside, register, now);
    if (inside.startsWith("{")) return await checkJson(strictJson(inside), register, now);
    if (/^https?:/i.test(inside)) return await checkLink(inside, register, now);
  } catch (error) {
    return refused(error);
  }
  return nothing("No certificate that this page can read is in it.");
}

// The same of the address in a QR code.
export async function checkLink(text, register, now) {
  let link;
  try {
    link = readLink(text);
  } catch {
    return nothing("It is not the address of a certificate.");
  }
  const { origin, number, digits } = link;
  if (origin.toLowerCase() !== register.origin.toLowerCase()) return elsewhere(origin, register);
  if (!digits) return { ...nothing("This code carries no proof, only the address. Ask the register."), number };
  try {
    const stub = await readStub(digits, register.issuer, number, documentKeys(register));
    return {
      number,
      isSpecimen: register.isSpecimen,
      told: { holder: stub.holder, course: stub.course, issued: stub.issued, expires: stub.expires, number },
      lights: {
        integrity: light(PASSED, "The code says what was signed, to the letter."),
        issuer: issuerLight(stub.key, register),
        status: await statusLight(() => entriesOfStub(stub), register, now),
        time: timeLight(stub.expires, now),
      },
    };
  } catch (error) {
    return { ...refused(error, "The proof in the code does not fit: it was changed, or made by somebody else."), number };
  }
}

async function checkPdf(bytes, register, now) {
  const isKnown = await isPublished(hex(await sha256(bytes)), "pdf", register);
  const { isSigned, key } = await pdfSignature(bytes, documentKeys(register));
  if (!key && !isKnown) return unsignedPdf(isSigned);
  const credential = await attachedCredential(bytes);
  const integrity = light(PASSED, "The whole file is as it was signed, byte for byte.");
  const said = await judged(credential, { integrity, issuer: issuerLight(key, register) }, register, now);
  return { ...said, isSpecimen: said.isSpecimen || isSpecimen(bytes) };
}

function unsignedPdf(isSigned) {
  const integrity = isSigned
    ? light(FAILED, "The signature does not fit the file: it was changed, or another than this issuer signed it.")
    : light(FAILED, "Our certificates are signed, and this file is not: it was printed or saved anew, or is none of ours.");
  return { lights: { ...nothing("").lights, integrity } };
}

async function checkToken(text, register, now) {
  const { credential, key, isSigned } = await readToken(text, register.keys);
  if (!key) return nothing("It names a key that this issuer does not list.");
  if (!isSigned) return { lights: { ...nothing("").lights, integrity: light(FAILED, "The signature does not fit: it was changed.") } };
  const integrity = light(PASSED, "The token says what was signed, to the letter.");
  return judged(credential, { integrity, issuer: issuerLight(key, register) }, register, now);
}

async function checkJson(said, register, now) {
  return said?.type === EVIDENCE ? ofEvidence(said, register) : checkCredential(said, register, now);
}

// Its proofs need RDF, too. Whoever has no register left has `conferral verify --offline`.
function ofEvidence({ credential }, register) {
  const then = register.isCopy ? "The program checks it: conferral verify FILE --offline." : "Ask the register: send the file.";
  return { ...nothing(`It is evidence, a certificate with all that proves it. ${then}`), number: numberOf(credential, register) };
}

// Its own proof needs RDF, which is too much for a page: it is held against what was given out.
async function checkCredential(credential, register, now) {
  const number = numberOf(credential, register);
  if (credential?.issuer?.id !== register.issuer || !number) return nothing(`It says that another issuer signed it, not ${register.name}.`);
  if (register.isCopy) {
    const isKnown = await isPublished(await jcsDigestHex(credential), "credential", register);
    if (!isKnown) return { ...nothing("This copy does not know it: it was changed, or issued later."), number };
    const integrity = light(PASSED, "It is, to the letter, one of those that the issuer has listed.");
    return judged(credential, { integrity, issuer: light(PASSED, "On a list that the issuer has signed.") }, register, now);
  }
  const kept = await register.document(number).catch(() => null);
  if (!kept || kept.id !== credential.id) return { ...nothing("The register does not give out its copy. Ask it about the file."), number };
  if (jcs(kept) !== jcs(credential)) {
    return { number, lights: { ...nothing("").lights, integrity: light(FAILED, "It differs from what the register gives out.") } };
  }
  const integrity = light(PASSED, "It is, to the letter, what the register gives out.");
  return judged(credential, { integrity, issuer: light(PASSED, "The register of this site has it.") }, register, now);
}

async function judged(credential, lights, register, now) {
  const { credentialSubject: subject = {}, validFrom, validUntil } = credential;
  const expires = validUntil ? seconds(validUntil) : 0;
  const number = numberOf(credential, register);
  return {
    number,
    isSpecimen: register.isSpecimen || isSpecimens(credential),
    told: {
      holder: subject.name ?? "",
      course: subject.achievement?.name ?? "",
      issued: seconds(validFrom),
      expires,
      number,
    },
    lights: {
      ...lights,
      status: await statusLight(() => entriesOf(credential, register.origin), register, now),
      time: timeLight(expires, now),
    },
  };
}

// In the words of its issuer, who has signed them.
const isSpecimens = ({ termsOfUse = [] }) => [termsOfUse].flat().some((terms) => [terms?.type].flat().includes(SPECIMENS));

function issuerLight(key, register) {
  if (!key) return light(PASSED, "On a list that the issuer has signed.");
  return key.isStolen ? light(FAILED, STOLEN) : light(PASSED, `${OURS} ${register.issuer}`);
}

async function statusLight(entries, register, now) {
  try {
    const asked = entries();
    if (asked.length === 0) return light(NOT_CHECKED, "It says nothing of a status.");
    for (const { purpose, path, place } of asked) {
      if (await isSet(await register.json(path), purpose, place)) {
        return light(FAILED, purpose === "suspension" ? "It is suspended." : "It was revoked.");
      }
    }
  } catch {
    return light(NOT_CHECKED, "Whether it was taken back could not be looked up.");
  }
  if (register.isFresh(now)) return light(PASSED, "Not revoked, not suspended.");
  return light(NOT_CHECKED, "Not taken back when this copy was made. What happened since, it does not know.");
}

function timeLight(expires, now) {
  if (!expires) return light(PASSED, "It has no end.");
  return now < expires ? light(PASSED, "It has not ended.") : light(FAILED, "It has ended.");
}

function elsewhere(origin, register) {
  const integrity = light(FAILED, `This code leads to ${origin}, not to ${register.origin}. Do not trust what you find there because of us.`);
  return { isForeign: true, lights: { ...nothing("").lights, integrity } };
}

function nothing(note) {
  const unknown = light(NOT_CHECKED, "Not checked here.");
  return { isNothing: Boolean(note), lights: { integrity: note ? light(NOT_CHECKED, note) : unknown, issuer: unknown, status: unknown, time: unknown } };
}

function refused(error, note = "It is damaged, or in no form that this page reads.") {
  if (error instanceof Unsupported) return nothing("This browser is too old to check it. Ask the register.");
  if (!(error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError)) throw error;
  return { lights: { ...nothing("").lights, integrity: light(FAILED, note) } };
}

async function isPublished(digest, kind, register) {
  if (!register.isCopy) return false;
  const shard = await register.json(`digests/${digest.slice(0, 2)}.json`).catch(() => ({}));
  return Object.hasOwn(shard, digest) && shard[digest] === kind;
}

function numberOf(credential, { origin }) {
  const id = String(credential?.id ?? "");
  return id.startsWith(`${origin}/c/`) ? id.slice(origin.length + 3) : "";
}

const documentKeys = ({ keys }) => keys.filter(({ use }) => use === "documents");

function seconds(moment) {
  const found = Date.parse(moment) / 1000;
  if (!Number.isFinite(found)) throw new Malformed("not a moment");
  return found;
}

function readable(bytes) {
  try {
    return textOf(bytes);
  } catch {
    return "";
  }
}
