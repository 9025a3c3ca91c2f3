// Where the page reads what it checks with: the live site, a published folder, or a disk.
//
// The shapes are in docs/without-us.md.

import { Malformed, fromBase58, hex, joinedBytes, sha256, textOf } from "./bytes.js";
import { jcsDigest } from "./jcs.js";
import { isSignedBy, keysOf } from "./keys.js";

const FRESH = 24 * 3600; // Seconds for which a copy's status counts.

// { issuer, name, isSpecimen, origin, timeZone, keys, isCopy, asOf, isFresh(now), json(path), document(number) }
export async function openRegister() {
  const meta = document.querySelector('meta[name="conferral-published"]');
  return meta ? openCopy(meta.content) : openLive();
}

async function openLive() {
  const history = await fetched("/.well-known/key-history.json");
  const issuer = history.issuer;
  return {
    issuer,
    name: decodeURIComponent(issuer.replace(/^did:web:/, "")),
    isSpecimen: history.specimen === true,
    timeZone: history.timeZone,
    origin: location.origin,
    keys: keysOf(history),
    isCopy: false,
    isFresh: () => true,
    json: (path) => fetched(`/${path}`),
    document: (number) => fetched(`/c/${number}.json`),
  };
}

// Its signature is checked, and every file against it; not on a disk, where scripts see no bytes.
async function openCopy(root) {
  const read = location.protocol === "file:" ? (path) => onDisk(root, path) : (path) => inFolder(root, path);
  const published = JSON.parse(textOf((await read("published.json")).bytes));
  const json = async (path) => {
    const { bytes, isRaw } = await read(path);
    if (isRaw && published.files[path] !== hex(await sha256(bytes))) throw new Malformed(`${path} is not as it was signed`);
    return JSON.parse(textOf(bytes));
  };
  const history = await json("keys.json");
  const keys = keysOf(history);
  if (!(await isPublishedBy(published, keys))) throw new Malformed("this copy is not signed by its issuer");
  const asOf = Date.parse(published.madeAt) / 1000;
  return {
    issuer: published.issuer,
    name: published.name,
    isSpecimen: history.specimen === true,
    timeZone: history.timeZone,
    origin: published.origin,
    keys,
    isCopy: true,
    asOf,
    isFresh: (now) => now - asOf < FRESH,
    json,
  };
}

// eddsa-jcs-2022: SHA-256 of the proof without its value, then SHA-256 of the document.
export async function isPublishedBy({ proof, ...said }, keys) {
  const { proofValue, ...options } = proof;
  const key = keys.find(({ id }) => id === options.verificationMethod);
  if (options.cryptosuite !== "eddsa-jcs-2022" || options.proofPurpose !== "assertionMethod") return false;
  if (!key || key.use !== "credentials" || key.isStolen || key.isRetired) return false;
  const hashes = joinedBytes(await jcsDigest(options), await jcsDigest(said));
  return isSignedBy(key, fromBase58(proofValue), hashes);
}

async function fetched(path) {
  const headers = { Accept: "application/json, text/plain" };
  // Asked anew each time: what a cache knew a minute ago may have been taken back since.
  const answer = await fetch(path, { headers, cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Malformed(`${path}: ${answer.status}`);
  return answer.json();
}

async function inFolder(root, path) {
  const answer = await fetch(root.replace(/\/?$/, "/") + path, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Malformed(`${path}: ${answer.status}`);
  return { bytes: new Uint8Array(await answer.arrayBuffer()), isRaw: true };
}

// From a disk a page may load scripts and nothing else: one of them says the same as the file.
async function onDisk(root, path) {
  const known = () => globalThis.conferralPublished?.[path];
  if (known() === undefined) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root.replace(/\/?$/, "/")}disk/${path}.js`;
      script.onload = resolve;
      script.onerror = () => reject(new Malformed(`${path} is not in this folder`));
      document.head.append(script);
    });
  }
  return { bytes: new TextEncoder().encode(JSON.stringify(known())), isRaw: false };
}
