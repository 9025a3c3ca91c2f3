// The keys of an issuer, from its key history, and whether one of them has signed something.

import { Malformed } from "./bytes.js";

export class Unsupported extends Error {}

const ALGORITHMS = {
  "P-256": { importing: { name: "ECDSA", namedCurve: "P-256" }, checking: { name: "ECDSA", hash: "SHA-256" } },
  Ed25519: { importing: { name: "Ed25519" }, checking: { name: "Ed25519" } },
};

// `history`: as in keys.json. Each key: id, use, curve, and when it was given up as stolen, if it was.
export function keysOf(history) {
  return history.keys.map(({ id, use, publicKeyJwk, revoked, validUntil }) => {
    const { kty, crv, x, y } = publicKeyJwk;
    if (!Object.hasOwn(ALGORITHMS, crv)) throw new Malformed(`a key of an unknown kind: ${crv}`);
    return { id, use, curve: crv, jwk: { kty, crv, x, y }, isStolen: Boolean(revoked), isRetired: Boolean(validUntil) };
  });
}

// Unsupported: this browser does not know the algorithm.
export async function isSignedBy(key, signature, message) {
  const { importing, checking } = ALGORITHMS[key.curve];
  let known;
  try {
    known = await crypto.subtle.importKey("jwk", key.jwk, importing, false, ["verify"]);
  } catch (error) {
    throw new Unsupported(`this browser does not know ${key.curve}: ${error.message}`);
  }
  return crypto.subtle.verify(checking, known, signature, message);
}

// The first of `keys` that has signed it; undefined if none has.
export async function signerAmong(keys, signature, message) {
  for (const key of keys) {
    if (await isSignedBy(key, signature, message)) return key;
  }
  return undefined;
}
