// The camera as a reader of QR codes, in browsers that can read them. Nothing is recorded or sent.

import { element } from "./showing.js";

const HAS_PICTURE = 2; // HTMLMediaElement.HAVE_CURRENT_DATA.

// A button that opens it, or null. `found`: is given the text of the first code.
export async function cameraButton(found) {
  if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return null;
  const formats = await globalThis.BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return null;
  const button = element("button", { type: "button", className: "button" }, "Scan with the camera");
  button.addEventListener("click", () => scan(button, found));
  return button;
}

// The text of the code in a picture; "" where there is none, or nobody here who reads it.
export async function codeInPicture(file) {
  if (!("BarcodeDetector" in globalThis)) return "";
  try {
    const picture = await createImageBitmap(file);
    const [code] = await new globalThis.BarcodeDetector({ formats: ["qr_code"] }).detect(picture);
    return code?.rawValue ?? "";
  } catch {
    return "";
  }
}

async function scan(button, found) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    button.replaceWith(element("p", { className: "note", role: "alert" }, "The camera cannot be used. Take a photo of the code and choose it as a file."));
    return;
  }
  const video = element("video", { srcObject: stream, muted: true, playsInline: true });
  video.setAttribute("aria-label", "What the camera sees");
  const stop = element("button", { type: "button", className: "button" }, "Stop");
  const box = element("div", { className: "camera stack" }, video, stop);
  button.replaceWith(box);
  const text = await firstCode(video, new Promise((resolve) => { stop.onclick = resolve; }));
  stream.getTracks().forEach((track) => track.stop());
  box.replaceWith(button);
  button.focus();
  if (text) found(text);
}

async function firstCode(video, stopped) {
  const detector = new globalThis.BarcodeDetector({ formats: ["qr_code"] });
  let isStopped = false;
  stopped.then(() => { isStopped = true; });
  video.play().catch(() => { isStopped = true; }); // Not waited for: some cameras take long.
  while (!isStopped) {
    const [code] = video.readyState < HAS_PICTURE ? [] : await detector.detect(video);
    if (code) return code.rawValue;
    await new Promise((resolve) => { setTimeout(resolve, 150); });
  }
  return "";
}
