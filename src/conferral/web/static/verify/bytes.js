// Bytes as text and back. What is not written in the one right way is refused.

export class Malformed extends Error {}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const utf8 = (text) => new TextEncoder().encode(text);

export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed("a text that is not UTF-8");
  }
}

// One character for each byte: for looking things up in files that are not text.
export function latin1(bytes) {
  const pieces = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return pieces.join("");
}

export function fromHex(text) {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(text)) throw new Malformed("not hexadecimal");
  const bytes = new Uint8Array(text.length / 2);
  for (let place = 0; place < bytes.length; place += 1) {
    bytes[place] = parseInt(text.slice(2 * place, 2 * place + 2), 16);
  }
  return bytes;
}

// Without padding, and with no bit to spare (RFC 7515, section 2; RFC 4648, section 3.5).
export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Malformed("not base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const plain = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  if (plain !== text) throw new Malformed("base64url that is not canonical");
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// Multibase "z". For signatures: they are short.
export function fromBase58(text) {
  if (!text.startsWith("z") || text.length > 200) throw new Malformed("not base58");
  let number = 0n;
  for (const character of text.slice(1)) {
    const digit = BASE58.indexOf(character);
    if (digit < 0) throw new Malformed("not base58");
    number = number * 58n + BigInt(digit);
  }
  const zeros = text.slice(1).match(/^1*/)[0].length;
  return joinedBytes(new Uint8Array(zeros), bytesOfNumber(number));
}

export function fromDigits(text) {
  if (!/^[1-9][0-9]{0,1199}$/.test(text)) throw new Malformed("not the digits of a proof");
  return bytesOfNumber(BigInt(text));
}

export function bytesOfNumber(number) {
  const digits = number === 0n ? "" : number.toString(16);
  return fromHex(digits.length % 2 ? `0${digits}` : digits);
}

export function joinedBytes(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

export const sameBytes = (one, other) =>
  one.length === other.length && one.every((byte, place) => byte === other[place]);

// "gzip" or "deflate". Malformed: damaged, or more than `most` bytes when unpacked.
export async function unpacked(bytes, format, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts = [];
  let size = 0;
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      size += value.length;
      if (size > most) throw new Malformed("more than we unpack");
      parts.push(value);
    }
  } catch (error) {
    throw error instanceof Malformed ? error : new Malformed("packed data that is damaged");
  }
  return joinedBytes(...parts);
}
