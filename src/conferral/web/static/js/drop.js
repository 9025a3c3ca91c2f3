// A file may be dropped anywhere on its form. Without a script, on the field itself.

const form = document.getElementById("verify-file");

const isFile = (event) => [...event.dataTransfer.types].includes("Files");

form?.addEventListener("dragover", (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  form.classList.add("is-over");
});

form?.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("is-over");
});

form?.addEventListener("drop", (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  form.classList.remove("is-over");
  form.elements.file.files = event.dataTransfer.files;
  form.requestSubmit();
});
