// The page about a certificate: where its QR code brought a proof along, that is checked.

async function checkProof() {
  if (!/^#1\.[0-9]+$/.test(location.hash)) return;
  const { startOnPage } = await import("./proof_on_page.js"); // Only now: most of it is not needed before.
  await startOnPage();
}

addEventListener("hashchange", checkProof);
checkProof();
