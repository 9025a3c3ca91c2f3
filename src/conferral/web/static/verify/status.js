// Bitstring Status List: whether the bit of a certificate is set.
// https://www.w3.org/TR/vc-bitstring-status-list/

import { Malformed, fromBase64url, unpacked } from "./bytes.js";

const LARGEST_LIST = 262144; // Bytes.

// `list`: the document; `place`: the number of the bit, from the left.
export async function isSet(list, purpose, place) {
  const { encodedList, statusPurpose } = list.credentialSubject;
  if (statusPurpose !== purpose || !encodedList.startsWith("u")) throw new Malformed("another list");
  const bits = await unpacked(fromBase64url(encodedList.slice(1)), "gzip", LARGEST_LIST);
  if (!Number.isSafeInteger(place) || place < 0 || place >= bits.length * 8) {
    throw new Malformed("the list has no such place");
  }
  return Boolean(bits[place >> 3] & (0b10000000 >> place % 8));
}

// [{ purpose, path, place }] of a credential: where its status is told. `path`: after the origin.
export function entriesOf(credential, origin) {
  const entries = [credential.credentialStatus ?? []].flat();
  return entries.map(({ type, statusPurpose, statusListCredential, statusListIndex }) => {
    const isOurs = String(statusListCredential).startsWith(`${origin}/status/`);
    if (type !== "BitstringStatusListEntry" || !isOurs || !/^[0-9]{1,9}$/.test(statusListIndex)) {
      throw new Malformed("a status that is told elsewhere");
    }
    const path = statusListCredential.slice(origin.length + 1);
    return { purpose: statusPurpose, path, place: Number(statusListIndex) };
  });
}

// The same of a proof in a QR code: first revocations, then suspensions.
export const entriesOfStub = ({ places }) =>
  places.map(([list, place], nth) => ({
    purpose: nth === 0 ? "revocation" : "suspension",
    path: `status/${list}`,
    place,
  }));
