// JSON as RFC 8785 writes it: the one byte string for one document, and its digest.

import { Malformed, hex, sha256, utf8 } from "./bytes.js";

export function jcs(value) {
  if (Array.isArray(value)) return `[${value.map(jcs).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value).sort().map((name) => `${quoted(name)}:${jcs(value[name])}`);
    return `{${members.join(",")}}`;
  }
  return typeof value === "string" ? quoted(value) : JSON.stringify(value);
}

export const jcsDigest = (value) => sha256(utf8(jcs(value)));

export const jcsDigestHex = async (value) => hex(await jcsDigest(value));

// JavaScript escapes what is half a character; RFC 8785 refuses it.
function quoted(text) {
  if (/\p{Surrogate}/u.test(text)) throw new Malformed("half a character");
  return JSON.stringify(text);
}
