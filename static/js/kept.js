// Copies an address that stands in a field. Without this script the field is there to copy from.

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const told = document.getElementById("copied");
    await navigator.clipboard.writeText(field.value);
    if (told) told.textContent = told.dataset.copied;
    button.textContent = told?.dataset.copied ?? button.textContent;
  });
}

for (const field of document.querySelectorAll("input[readonly]")) {
  // Where the archive has no public address a path stands here: it is opened from this one.
  if (field.value.startsWith("/")) field.value = new URL(field.value, location.href).href;
  field.addEventListener("focus", () => field.select());
}
