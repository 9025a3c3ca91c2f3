// Keys for who likes them: / ? g+letter j k x a, and Ctrl+K. Every one of them leads to a page, a
// link or a box that is there without this script. Keys of one letter can be switched off.

const shell = document.querySelector("[data-find]");
const search = document.getElementById("search");
const sheet = document.getElementById("sheet");
const HAS_ROWS = "main tbody tr, main .queue > li, main .hits > li, main .shelf > li";
const GOES_AFTER = 1500; // Milliseconds that a g waits for its letter.

let goes = 0;
let at = -1;

const isTyping = (target) =>
  target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");

const pieceOf = async (address) => {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("found");
};

const field = () => {
  const input = search.cloneNode();
  input.id = "";
  input.type = "text"; // Escape closes; a search field would only empty itself.
  input.value = "";
  input.setAttribute("aria-label", search.labels[0].textContent);
  return input;
};

// What is typed last is shown last, whichever answer comes first.
let asked = 0;
const show = async (place, address) => {
  const mine = ++asked;
  const piece = await pieceOf(address);
  if (mine !== asked || !piece) return;
  piece.removeAttribute("id");
  place.replaceChildren(...piece.childNodes);
};

const palette = async () => {
  if (sheet.open) return;
  const input = field();
  const place = document.createElement("div");
  sheet.replaceChildren(input, place);
  sheet.showModal();
  let rest;
  input.addEventListener("input", () => {
    clearTimeout(rest);
    rest = setTimeout(() => show(place, `${shell.dataset.find}?q=${encodeURIComponent(input.value)}`), 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") place.querySelector("a[href]")?.click();
    if (event.key === "ArrowDown") step(place, event, 0);
  });
  place.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(place, event, 1);
    if (event.key === "ArrowUp") step(place, event, -1);
  });
  await show(place, shell.dataset.find);
};

const step = (place, event, by) => {
  const links = [...place.querySelectorAll("a[href]")];
  event.preventDefault();
  links[links.indexOf(document.activeElement) + by]?.focus() ?? links[0]?.focus();
};

const list = async () => {
  if (sheet.open) return;
  sheet.replaceChildren();
  sheet.showModal();
  await show(sheet, shell.dataset.keyboard);
};

// On a phone the room that one is in may lie beyond the edge. Only its row moves, not the page.
const room = document.querySelector(".rooms [aria-current]");
const row = room?.closest(".rooms");
row?.scrollBy(room.getBoundingClientRect().x - row.getBoundingClientRect().x - 60, 0);

// One box ticks a whole page; the bar under the list says how many are ticked.
const boxes = [...document.querySelectorAll("main td > .tick > input")];
const whole = document.querySelector("[data-ticks-all]");

const count = () => {
  const ticked = boxes.filter((box) => box.checked).length;
  const box = whole.querySelector("input");
  box.checked = ticked === boxes.length;
  box.indeterminate = ticked > 0 && !box.checked;
  document.querySelectorAll("[data-ticked]").forEach((place) => { place.textContent = ticked ? `${ticked} ticked` : ""; });
};

if (whole && boxes.length) {
  whole.hidden = false;
  document.addEventListener("change", (event) => {
    if (whole.contains(event.target)) boxes.forEach((box) => { box.checked = event.target.checked; });
    count();
  });
  addEventListener("pageshow", count); // Whoever goes back finds what was ticked.
}

const rows = () => [...document.querySelectorAll(HAS_ROWS)];
const here = () => rows()[at];

const move = (by) => {
  const all = rows();
  if (!all.length) return;
  here()?.classList.remove("is-here");
  at = Math.min(all.length - 1, Math.max(0, at + by));
  here().classList.add("is-here");
  here().scrollIntoView({ block: "nearest" });
  here().querySelector("a[href], button, input")?.focus({ preventScroll: true });
};

const deeds = {
  "/": () => search.focus(),
  "?": list,
  j: () => move(1),
  k: () => move(-1),
  x: () => here()?.querySelector("input[type=checkbox]")?.click(),
  a: () => (document.querySelector("[data-approve]") ?? here()?.querySelector(".button, a[href]"))?.focus(),
  g: () => { goes = Date.now(); },
};

const go = (key) => {
  goes = 0;
  const room = [...document.querySelectorAll("a[data-go]")].find((link) => link.dataset.go === key);
  if (room) location.assign(room.href);
  return Boolean(room);
};

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    palette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!("singleKeys" in shell.dataset) || isTyping(event.target) || sheet.open) return;
  if (Date.now() - goes < GOES_AFTER && go(event.key)) return;
  if (deeds[event.key]) {
    event.preventDefault();
    deeds[event.key]();
  }
});
