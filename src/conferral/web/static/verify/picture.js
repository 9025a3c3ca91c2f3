// A credential inside its picture (Open Badges 3.0, section 5.3): nothing is decoded or drawn.

import { Malformed, latin1, textOf } from "./bytes.js";

const PNG_START = "\x89PNG\r\n\x1a\n";
const PNG_KEYWORD = "openbadgecredential\0\0\0\0\0"; // Not compressed, of no language.
const SVG_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";

export const isPng = (bytes) => latin1(bytes.subarray(0, 8)) === PNG_START;

export const isSvg = (text) => /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[^]*?-->\s*)*<(?:\w+:)?svg[\s>]/.test(text);

// The text in a PNG; "" where there is none. Malformed: cut off, or more than one.
export function textInPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let place = 8; place + 12 <= bytes.length; place += 12 + view.getUint32(place)) {
    const content = bytes.subarray(place + 8, place + 8 + view.getUint32(place));
    const isOurs = latin1(bytes.subarray(place + 4, place + 8)) === "iTXt";
    if (isOurs && latin1(content.subarray(0, PNG_KEYWORD.length)) === PNG_KEYWORD) {
      found.push(textOf(content.subarray(PNG_KEYWORD.length)));
    }
  }
  return theOne(found);
}

// The same of an SVG, which is read as XML, never put on a page.
export function textInSvg(text) {
  if (/<!(?:DOCTYPE|ENTITY)[^>]*\[/i.test(text)) throw new Malformed("an SVG that declares entities");
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
  if (drawing.querySelector("parsererror")) throw new Malformed("not an SVG");
  const elements = [...drawing.getElementsByTagNameNS(SVG_NAMESPACE, "credential")];
  return theOne(elements.map((each) => each.getAttribute("verify") ?? each.textContent.trim()));
}

function theOne(found) {
  if (found.length > 1) throw new Malformed("more than one credential in a picture");
  return found[0] ?? "";
}
