// The proof in a QR code: a CBOR Web Token (RFC 8392) in a COSE_Sign1 message (RFC 9052), as digits.
//
// https://HOST/c/NUMBER#1.DIGITS: issuer and number are signed, but not repeated in it.

import { Malformed, fromDigits, utf8 } from "./bytes.js";
import { cborArray, cborBytes, cborText, readCbor } from "./cbor.js";
import { signerAmong } from "./keys.js";

const [ALGORITHM, KEY_ID] = [1, 4]; // RFC 9052, section 3.1.
const COSE_ALGORITHMS = { "P-256": -7, Ed25519: -8 };
const [EXPIRES, ISSUED, SAYS] = [4, 6, -65537]; // RFC 8392, section 4; the last is ours.
const SIGN1_TAG = 0xd2;

// { number, digits } of the address in a QR code; digits are "" where it has no proof.
export function readLink(text) {
  const found = /^(https?:\/\/[^#?]*)\/c\/([0-9a-z-]{8,40})(?:#(?:1\.([0-9]+))?)?$/i.exec(text.trim());
  if (!found) throw new Malformed("not the address of a certificate");
  return { origin: new URL(found[1]).origin, number: found[2].toUpperCase(), digits: found[3] ?? "" };
}

// { holder, course, issued, expires, places, key }: moments in seconds. Malformed: not such a proof,
// or none of `keys` has signed it for this issuer and number.
export async function readStub(digits, issuer, number, keys) {
  const [header, payload, signature] = sign1Of(fromDigits(digits));
  const read = readCbor(header);
  if (!(read instanceof Map) || [...read.keys()].some((label) => label !== ALGORITHM && label !== KEY_ID)) {
    throw new Malformed("a header of another kind than a proof's");
  }
  const fitting = keys.filter(({ curve }) => COSE_ALGORITHMS[curve] === read.get(ALGORITHM));
  const bound = utf8(`${issuer} ${number}`);
  const signed = cborArray(cborText("Signature1"), cborBytes(header), cborBytes(bound), cborBytes(payload));
  const key = await signerAmong(fitting, signature, signed);
  if (!key) throw new Malformed("no key of the issuer has signed this for this number");
  return { ...claimsOf(readCbor(payload)), key };
}

function sign1Of(message) {
  if (message[0] !== SIGN1_TAG) throw new Malformed("not a COSE_Sign1 message");
  const parts = readCbor(message.subarray(1));
  const isPlain = Array.isArray(parts) && parts.length === 4 && parts[1] instanceof Map && parts[1].size === 0;
  const [header, , payload, signature] = isPlain ? parts : [];
  if (![header, payload, signature].every((part) => part instanceof Uint8Array)) {
    throw new Malformed("not a COSE_Sign1 message");
  }
  return [header, payload, signature];
}

function claimsOf(claims) {
  const says = claims instanceof Map ? claims.get(SAYS) : undefined;
  const [holder, course, ...places] = Array.isArray(says) ? says : [];
  const numbers = [claims.get?.(ISSUED), claims.get?.(EXPIRES) ?? 0, ...places];
  if (typeof holder !== "string" || typeof course !== "string" || !numbers.every(Number.isSafeInteger)) {
    throw new Malformed("claims of another kind than a proof's");
  }
  if (places.length !== 2 && places.length !== 4) throw new Malformed("no places on status lists");
  return {
    holder,
    course,
    issued: claims.get(ISSUED),
    expires: claims.get(EXPIRES),
    places: places.length === 2 ? [places] : [places.slice(0, 2), places.slice(2)],
  };
}
