// Two courtesies that need a script: print this page, copy its address. Without it they stay hidden.

const deeds = {
  print: () => window.print(),
  copy: async (button) => {
    await navigator.clipboard.writeText(button.value);
    const label = button.querySelector("[data-label]");
    const before = label.textContent;
    label.textContent = "Copied";
    setTimeout(() => { label.textContent = before; }, 2000);
  },
};

for (const button of document.querySelectorAll("button[data-deed]")) {
  button.hidden = button.dataset.deed === "copy" && !navigator.clipboard;
  button.addEventListener("click", () => deeds[button.dataset.deed](button));
}
