// JSON of strangers, read as strictly as the register reads it: what could be read in two ways is refused.

import { Malformed } from "./bytes.js";

const DEEPEST = 64; // Objects and lists in each other.
const TOKENS = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g;

// SyntaxError: no JSON. Malformed: a member twice, or too deep.
export function strictJson(text) {
  const value = JSON.parse(text);
  const open = []; // Of each object or list that has not ended: the names in it so far.
  for (const [token, name, colon] of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (colon) addName(open.at(-1), JSON.parse(name));
    if (open.length > DEEPEST) throw new Malformed("too deep");
  }
  return value;
}

function addName(names, name) {
  if (names.has(name)) throw new Malformed(`a member twice: ${name}`);
  names.add(name);
}
