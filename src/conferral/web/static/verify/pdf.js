// A certificate as PDF: whether its signature covers the whole file, and the credential inside.
//
// ISO 32000-1, 12.8; CMS: RFC 5652; PAdES: ETSI EN 319 142-1. Nothing in a PDF is believed before one
// of the issuer's keys has signed all of it: then a plain look for the attachment is enough.

import { Malformed, fromHex, hex, joinedBytes, latin1, sameBytes, sha256, textOf, unpacked } from "./bytes.js";
import { DER, derElement, derMembers, rawSignature } from "./der.js";
import { strictJson } from "./json.js";
import { signerAmong } from "./keys.js";

const RANGES = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;
const ATTACHMENT = /<<(?=[^>]{0,400}\/Type\s*\/EmbeddedFile)([^>]{0,400}(?:<<[^>]{0,200}>>)?[^>]{0,200})>>\s*stream\r?\n/g;
const MESSAGE_DIGEST = "06092a864886f70d010904"; // 1.2.840.113549.1.9.4.
const SIGNING_CERTIFICATE = "060b2a864886f70d010910022f"; // 1.2.840.113549.1.9.16.2.47.
const SHA256_ALGORITHM = "300b0609608648016503040201"; // 2.16.840.1.101.3.4.2.1.
// SignedData, version 1, SHA-256, data that stand outside.
const ALWAYS_SAID = `06092a864886f70d010702 020101 310d${SHA256_ALGORITHM} 300b06092a864886f70d010701`;
const SIGNER_SAYS = `020101 ${SHA256_ALGORITHM} 300a06082a8648ce3d040302`; // And ECDSA with SHA-256.
const LARGEST_CREDENTIAL = 1048576; // Bytes.

export const isPdf = (bytes) => latin1(bytes.subarray(0, 1024)).includes("%PDF-");

// { isSigned, key }: signed at all; and the key of `keys` that has signed every byte, undefined if none.
export async function pdfSignature(bytes, keys) {
  const found = [...latin1(bytes).matchAll(RANGES)];
  if (found.length === 0) return { isSigned: false };
  try {
    if (found.length !== 1) throw new Malformed("more than one signature");
    const [before, hole, after] = partsOf(bytes, found[0].slice(1).map(Number));
    return { isSigned: true, key: await cmsSigner(hole, joinedBytes(before, after), keys) };
  } catch (error) {
    if (error instanceof Malformed) return { isSigned: true };
    throw error;
  }
}

// The attached credential, as JSON. Malformed: none, or one that cannot be read.
export async function attachedCredential(bytes) {
  const text = latin1(bytes);
  for (const { 0: head, 1: dictionary, index } of text.matchAll(ATTACHMENT)) {
    const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary);
    if (!length || !dictionary.includes("json")) continue;
    const start = index + head.length;
    const stream = bytes.subarray(start, start + Number(length[1]));
    const isPacked = /\/Filter\s*\[?\s*\/FlateDecode/.test(dictionary);
    return strictJson(textOf(isPacked ? await unpacked(stream, "deflate", LARGEST_CREDENTIAL) : stream));
  }
  throw new Malformed("a PDF without a credential");
}

// Whether a PDF that is signed says of itself, in its metadata (XMP), that it is a specimen.
export const isSpecimen = (bytes) => /<pdf:Keywords>specimen,/.test(latin1(bytes));

// What is before the hole, what is in it, and what is after it: the whole file.
function partsOf(bytes, [start, first, second, rest]) {
  const hole = latin1(bytes.subarray(first, second));
  const isWhole = start === 0 && first < second && second + rest === bytes.length;
  if (!isWhole || !/^<[0-9a-fA-F]+>$/.test(hole)) throw new Malformed("a signature of a part of the file");
  return [bytes.subarray(0, first), fromHex(hole.slice(1, -1)), bytes.subarray(second)];
}

async function cmsSigner(hole, signedBytes, keys) {
  const outer = derElement(hole);
  if (hole.subarray(outer.end).some((byte) => byte !== 0)) throw new Malformed("something after the signature");
  const [type, wrapped, ...more] = derMembers(outer, DER.SEQUENCE);
  const [signedData] = derMembers(wrapped, DER.CONTEXT_0);
  const [version, digests, content, certificates, signers] = derMembers(signedData, DER.SEQUENCE);
  const said = [type, version, digests, content].map(({ whole }) => hex(whole)).join(" ");
  if (said !== ALWAYS_SAID || more.length) throw new Malformed("CMS of another kind");
  const [signer, ...others] = derMembers(signers, DER.SET);
  if (others.length) throw new Malformed("not one signer");
  return signerOf(derMembers(signer, DER.SEQUENCE), derMembers(certificates, DER.CONTEXT_0), signedBytes, keys);
}

// What is not signed itself must at least fit what is: the certificate, and whom it is said to be of.
async function signerOf([version, who, digest, attributes, algorithm, signature], certificates, signedBytes, keys) {
  const said = [version, digest, algorithm].map(({ whole }) => hex(whole)).join(" ");
  if (said !== SIGNER_SAYS || signature?.tag !== DER.OCTETS) throw new Malformed("a signature of another kind");
  const signed = signedValues(attributes);
  if (!sameBytes(signed(MESSAGE_DIGEST).content, await sha256(signedBytes))) throw new Malformed("another file was signed");
  const fingerprint = lastOctets(signed(SIGNING_CERTIFICATE));
  const own = await certificateOf(fingerprint, certificates);
  const [, serial, , issuer] = derMembers(derMembers(own, DER.SEQUENCE)[0], DER.SEQUENCE);
  if (!sameBytes(joinedBytes(issuer.whole, serial.whole), who.content)) throw new Malformed("another signer is named");
  // Signed as a SET, kept under a tag of its own (RFC 5652, section 5.4).
  const asSigned = joinedBytes(Uint8Array.of(DER.SET), attributes.whole.subarray(1));
  return signerAmong(keys.filter(({ curve }) => curve === "P-256"), rawSignature(signature.content), asSigned);
}

async function certificateOf(fingerprint, certificates) {
  for (const certificate of certificates) {
    if (sameBytes(await sha256(certificate.whole), fingerprint)) return certificate;
  }
  throw new Malformed("the certificate of the signer is missing");
}

// The one value of a signed attribute, by the identifier of its kind.
function signedValues(attributes) {
  const values = new Map();
  for (const attribute of derMembers(attributes, DER.CONTEXT_0)) {
    const [kind, set] = derMembers(attribute, DER.SEQUENCE);
    const [value, ...more] = derMembers(set, DER.SET);
    if (more.length || values.has(hex(kind.whole))) throw new Malformed("an attribute twice");
    values.set(hex(kind.whole), value);
  }
  return (kind) => values.get(kind) ?? derElement(new Uint8Array());
}

function lastOctets(value) {
  let inner = value;
  while (inner.tag === DER.SEQUENCE) inner = derMembers(inner, DER.SEQUENCE).at(-1);
  return inner.content;
}
