// As much CBOR as proofs are made of, in the one way in which it is allowed (RFC 8949, 4.2.1).
//
// Integers, byte strings, texts, arrays, and maps whose keys are integers, in order.

import { Malformed, bytesOfNumber, joinedBytes, textOf, utf8 } from "./bytes.js";

const DEEPEST_CBOR = 4;
const [UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP] = [0, 1, 2, 3, 4, 5];

// Numbers, Uint8Arrays, strings, arrays and Maps. Malformed: anything else.
export function readCbor(data) {
  const [value, end] = cborItem(data, 0, 0);
  if (end !== data.length) throw new Malformed("CBOR with something after its end");
  return value;
}

export const cborBytes = (bytes) => joinedBytes(cborHead(BYTES, bytes.length), bytes);

export const cborText = (text) => joinedBytes(cborHead(TEXT, utf8(text).length), utf8(text));

export const cborArray = (...items) => joinedBytes(cborHead(ARRAY, items.length), ...items);

function cborHead(kind, number) {
  if (number < 24) return Uint8Array.of((kind << 5) | number);
  const width = [1, 2, 4].find((each) => number < 256 ** each);
  const bytes = bytesOfNumber(BigInt(number));
  const mark = (kind << 5) | (24 + [1, 2, 4].indexOf(width));
  return joinedBytes(Uint8Array.of(mark), new Uint8Array(width - bytes.length), bytes);
}

function cborItem(data, start, depth) {
  if (depth > DEEPEST_CBOR) throw new Malformed("CBOR that is nested too deep");
  const [kind, number, place] = readCborHead(data, start);
  switch (kind) {
    case UNSIGNED: return [number, place];
    case NEGATIVE: return [-1 - number, place];
    case BYTES: return [cborPart(data, place, number), place + number];
    case TEXT: return [textOf(cborPart(data, place, number)), place + number];
    case ARRAY: return cborItems(data, number, place, depth);
    case MAP: return cborPairs(data, number, place, depth);
    default: throw new Malformed("CBOR of a kind that no proof is made of");
  }
}

function readCborHead(data, start) {
  const first = cborPart(data, start, 1)[0];
  const [kind, small] = [first >> 5, first & 31];
  if (small < 24) return [kind, small, start + 1];
  const width = { 24: 1, 25: 2, 26: 4 }[small];
  if (!width) throw new Malformed("CBOR of a kind that no proof is made of");
  const number = cborPart(data, start + 1, width).reduce((sum, byte) => sum * 256 + byte, 0);
  if (cborHead(kind, number).length !== width + 1) throw new Malformed("CBOR that could be shorter");
  return [kind, number, start + 1 + width];
}

function cborItems(data, count, start, depth) {
  const items = [];
  let place = start;
  for (let number = 0; number < count; number += 1) {
    const [item, end] = cborItem(data, place, depth + 1);
    items.push(item);
    place = end;
  }
  return [items, place];
}

function cborPairs(data, count, start, depth) {
  const pairs = new Map();
  let [place, before] = [start, ""];
  for (let number = 0; number < count; number += 1) {
    const [key, middle] = cborItem(data, place, depth + 1);
    const written = String.fromCharCode(...data.subarray(place, middle));
    if (typeof key !== "number" || written <= before) {
      throw new Malformed("a CBOR map whose keys are no numbers, or not in order");
    }
    const [value, end] = cborItem(data, middle, depth + 1);
    pairs.set(key, value);
    [place, before] = [end, written];
  }
  return [pairs, place];
}

function cborPart(data, start, length) {
  if (start + length > data.length) throw new Malformed("CBOR that is cut off");
  return data.subarray(start, start + length);
}
