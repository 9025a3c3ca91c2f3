// JSON Web Tokens and SD-JWTs (RFC 7515, RFC 9901): signed by a key of the issuer's, or not.

import { Malformed, fromBase64url, hex, sha256, textOf, utf8 } from "./bytes.js";
import { strictJson } from "./json.js";
import { isSignedBy } from "./keys.js";

const JWS_ALGORITHMS = { ES256: "P-256", EdDSA: "Ed25519" };
const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

export const isToken = (text) => /^eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:~|$)/.test(text);

// { credential, key, isSigned }. `key` is undefined when no key of the issuer has its name.
export async function readToken(text, keys) {
  const [token, ...disclosures] = text.split("~");
  const parts = COMPACT.exec(token);
  if (!parts) throw new Malformed("not a compact token");
  const [header, payload] = parts.slice(1, 3).map((part) => objectOf(fromBase64url(part)));
  if ("crit" in header || "b64" in header) throw new Malformed("a header with something critical");
  const key = keys.find(({ id }) => id === header.kid);
  const fits = key && JWS_ALGORITHMS[header.alg] === key.curve;
  const signed = utf8(`${parts[1]}.${parts[2]}`);
  const isSigned = Boolean(fits && (await isSignedBy(key, fromBase64url(parts[3]), signed)));
  const credential = await disclosed(payload, disclosures);
  return { credential, key, isSigned };
}

// The claims with what was disclosed in its places. Malformed: a disclosure of nothing.
async function disclosed(payload, disclosures) {
  const last = disclosures.pop(); // After the last "~": a proof of the holder's key, which nobody asked for.
  if (last) throw new Malformed("a token for somebody else");
  const open = new Map();
  for (const text of disclosures) {
    open.set(hex(await sha256(utf8(text))), arrayOf(fromBase64url(text)));
  }
  const whole = withDisclosures(payload, open);
  if (open.size) throw new Malformed("a disclosure of nothing");
  return whole;
}

function withDisclosures(value, open) {
  if (Array.isArray(value)) return value.map((each) => withDisclosures(each, open));
  if (value === null || typeof value !== "object") return value;
  const { _sd: hidden = [], _sd_alg: algorithm = "sha-256", ...plain } = value;
  if (algorithm !== "sha-256") throw new Malformed("digests of an unknown kind");
  for (const digest of hidden) {
    const found = open.get(hex(fromBase64url(digest)));
    if (!found) continue;
    open.delete(hex(fromBase64url(digest)));
    const [, name, content] = found;
    if (typeof name !== "string" || name in plain) throw new Malformed("a disclosure of what is there");
    plain[name] = content;
  }
  return Object.fromEntries(Object.entries(plain).map(([name, each]) => [name, withDisclosures(each, open)]));
}

function objectOf(bytes) {
  const value = parsed(bytes);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Malformed("not an object");
  return value;
}

function arrayOf(bytes) {
  const value = parsed(bytes);
  if (!Array.isArray(value) || value.length !== 3) throw new Malformed("not a disclosure");
  return value;
}

function parsed(bytes) {
  try {
    return strictJson(textOf(bytes));
  } catch {
    throw new Malformed("not JSON");
  }
}
