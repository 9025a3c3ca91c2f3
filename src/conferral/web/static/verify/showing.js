// What was found, on the page. Whatever comes from a file is text, never markup.

import { FAILED, NOT_CHECKED, PASSED, SPECIMEN } from "./checking.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = { // Lucide (ISC), as in components/icon.
  [PASSED]: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20", "m16 9-5.5 5.5L8 12"],
  [FAILED]: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20", "m15 9-6 6", "m9 9 6 6"],
  [NOT_CHECKED]: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20", "M8 12h8"],
  [SPECIMEN]: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20", "M8 12h8"],
};
const TONES = { [PASSED]: "good", [FAILED]: "bad", [NOT_CHECKED]: "mute", [SPECIMEN]: "mute" };
const TITLES = {
  integrity: { [PASSED]: "Not changed", [FAILED]: "Not what was given out", [NOT_CHECKED]: "Not checked whether it was changed" },
  issuer: { [PASSED]: "The issuer is known", [FAILED]: "Its key was stolen", [NOT_CHECKED]: "Issuer not checked" },
  status: { [PASSED]: "Not taken back", [FAILED]: "Taken back by its issuer", [NOT_CHECKED]: "Status not checked" },
  time: { [PASSED]: "Valid today", [FAILED]: "Not valid today", [NOT_CHECKED]: "Dates not checked" },
};

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function icon(outcome) {
  const drawn = document.createElementNS(SVG, "svg");
  const attributes = {
    class: "icon", viewBox: "0 0 24 24", width: "20", height: "20", fill: "none", stroke: "currentColor",
    "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  };
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
  for (const line of ICONS[outcome]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    drawn.append(path);
  }
  return drawn;
}

// { outcome, headline, sentence }: green only where all four lights have passed.
export function verdictOf({ lights, isNothing, isForeign, isSpecimen }, register) {
  const { integrity, issuer, status, time } = lights;
  if (isForeign) return { outcome: FAILED, headline: "This code leads elsewhere", sentence: integrity.note };
  if (integrity.outcome === FAILED) return { outcome: FAILED, headline: "This was altered, or is not ours", sentence: integrity.note };
  if (isNothing) return { outcome: NOT_CHECKED, headline: "Not checked here", sentence: integrity.note };
  if (issuer.outcome === FAILED) return { outcome: FAILED, headline: "Signed with a stolen key", sentence: issuer.note };
  if (status.outcome === FAILED) return { outcome: FAILED, headline: "This was taken back", sentence: status.note };
  if (isSpecimen) return { outcome: SPECIMEN, headline: "Specimen, not a real certificate", sentence: "It was issued to be looked at: it proves nothing about anyone." };
  if (time.outcome === FAILED) return { outcome: NOT_CHECKED, headline: "Genuine, but it has ended", sentence: time.note };
  if ([integrity, issuer, status].some(({ outcome }) => outcome !== PASSED)) {
    return { outcome: NOT_CHECKED, headline: "Genuine, but its status was not checked", sentence: status.note };
  }
  return { outcome: PASSED, headline: "This is genuine and valid", sentence: `${register.name} signed it, and has not taken it back.` };
}

// The nodes that say it. `actions`: buttons and links for what can be done next.
export function shown(result, register, actions = []) {
  const nodes = [banner(verdictOf(result, register))];
  if (result.told) nodes.push(card("What it says", facts(result.told, register.timeZone)));
  const lights = Object.entries(result.lights).map(([name, { outcome, note }]) => lightLine(TITLES[name][outcome], outcome, note));
  const how = element("p", { className: "note" }, "Checked on this device: no file was sent anywhere.");
  // What could not be read needs no list of all that was not checked then.
  nodes.push(result.isNothing ? how : card("How we know", list(lights), how));
  if (actions.length) nodes.push(element("p", { className: "row" }, ...actions));
  return nodes;
}

export function banner({ outcome, headline, sentence }) {
  const words = element("div", {}, element("h2", {}, headline), element("p", {}, sentence));
  const section = element("section", { className: `verdict ${TONES[outcome]}` }, icon(outcome), words);
  if (outcome === FAILED) section.setAttribute("role", "alert");
  return section;
}

// As pages write days: "14 June 2026", where the issuer is at home.
export function day(seconds, timeZone = "UTC") {
  const form = { day: "numeric", month: "long", year: "numeric", timeZone };
  return new Intl.DateTimeFormat("en-GB", form).format(new Date(seconds * 1000));
}

function list(lines) {
  const made = element("ul", { className: "checks" }, ...lines);
  made.setAttribute("role", "list");
  return made;
}

function lightLine(title, outcome, note) {
  const words = element("div", {}, element("b", {}, title), element("span", { className: "note" }, note));
  return element("li", { className: TONES[outcome] }, icon(outcome), words);
}

function facts({ holder, course, issued, expires, number }, timeZone) {
  const rows = [
    ["Holder", holder || "Not told"],
    ["Course", course],
    ["Issued", day(issued, timeZone)],
    ["Valid until", expires ? day(expires, timeZone) : ""],
    ["Certificate number", number],
  ];
  const told = rows.filter(([, value]) => value);
  return element("dl", { className: "facts" }, ...told.flatMap(([label, value]) => [
    element("dt", {}, label), element("dd", {}, element("bdi", {}, value)),
  ]));
}

function card(title, ...children) {
  return element("section", { className: "card" }, element("h2", {}, title), ...children);
}
