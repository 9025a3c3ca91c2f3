// What moves is asked for again: a part with data-follow is replaced by itself, as its address
// shows it data-every seconds later. An answer without the part means that more has changed than
// the part. Without this script such a page is loaded again by itself, or with a button.

const seconds = (count) => new Promise((done) => { setTimeout(done, count * 1000); });

const answered = async (address) => {
  try {
    const answer = await fetch(address, { headers: { "X-Part": "true" }, cache: "no-store" });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null; // No network, or no server for a moment: asked again like any other time.
  }
};

const follow = async (part) => {
  await seconds(Number(part.dataset.every));
  const text = await answered(part.dataset.follow);
  if (text === null) return follow(part);
  const next = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
  if (!next) return location.reload();
  part.replaceWith(next);
  if (next.dataset.follow) follow(next);
};

document.querySelectorAll("[data-follow]").forEach(follow);
