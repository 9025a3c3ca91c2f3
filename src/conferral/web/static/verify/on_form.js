// The form for files: what checks them is loaded when somebody is about to give one.

import { isAble } from "./able.js";

const form = document.getElementById("verify-file");
const until = new AbortController(); // From then on offline.js listens.
let loading;

function load() {
  loading ??= import("./offline.js");
  loading.then(() => until.abort(), () => { loading = undefined; });
  return loading;
}

// What was done before everything was there is done again.
async function handOver(event) {
  event.preventDefault();
  try {
    await load();
  } catch {
    form.submit(); // The register checks it.
    return;
  }
  form.elements.file.dispatchEvent(new Event("change"));
}

function listen({ signal }) {
  for (const name of ["pointerover", "focusin", "dragover"]) form.addEventListener(name, () => load().catch(() => {}), { signal });
  for (const name of ["change", "submit"]) form.addEventListener(name, handOver, { signal });
}

if (form) listen(until);
// It says so at once where it cannot check, or where it can read codes with the camera.
if (form && (!isAble || "BarcodeDetector" in globalThis)) load().catch(() => {});
