// As much DER (ITU-T X.690) as a signature in a PDF is made of.

import { Malformed } from "./bytes.js";

export const DER = { INTEGER: 0x02, OCTETS: 0x04, OBJECT: 0x06, SEQUENCE: 0x30, SET: 0x31, CONTEXT_0: 0xa0 };

// The element that begins at `start`: { tag, content, whole, end }.
export function derElement(data, start = 0) {
  const [tag, first] = [data[start], data[start + 1]];
  if (first === undefined || (tag & 31) === 31) throw new Malformed("DER that is cut off, or strange");
  const size = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || size > 3) throw new Malformed("DER of no definite length, or too long");
  const length = size === 0 ? first : data.subarray(start + 2, start + 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  const begin = start + 2 + size;
  if (begin + length > data.length) throw new Malformed("DER that is cut off");
  return { tag, content: data.subarray(begin, begin + length), whole: data.subarray(start, begin + length), end: begin + length };
}

export function derElements(data) {
  const elements = [];
  for (let place = 0; place < data.length; place = elements.at(-1).end) elements.push(derElement(data, place));
  return elements;
}

// The members of an element that must have this tag.
export function derMembers(element, tag) {
  if (element?.tag !== tag) throw new Malformed("DER of another form");
  return derElements(element.content);
}

// r and s of 32 bytes each, as WebCrypto wants them, from an ECDSA-Sig-Value (RFC 3279, 2.2.3).
export function rawSignature(der) {
  const numbers = derMembers(derElement(der), DER.SEQUENCE);
  if (numbers.length !== 2) throw new Malformed("not a signature");
  const raw = new Uint8Array(64);
  numbers.forEach(({ tag, content }, nth) => {
    const digits = content[0] === 0 ? content.subarray(1) : content;
    if (tag !== DER.INTEGER || digits.length > 32) throw new Malformed("not a signature");
    raw.set(digits, 32 * (nth + 1) - digits.length);
  });
  return raw;
}
