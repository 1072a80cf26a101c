// Takes a page that the opener hands over: once, from the opener alone, only from the origin of the
// address that it gives. It is shown as text; the form stores it when the archivist says so.

const form = document.querySelector("[data-save]");

function originOf(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url.origin : "";
  } catch {
    return "";
  }
}

function take(event) {
  const { html, url } = event.data ?? {};
  if (event.source !== window.opener || typeof html !== "string" || typeof url !== "string") return;
  if (!originOf(url) || originOf(url) !== event.origin) return;
  window.removeEventListener("message", take);
  form.querySelector("[data-waiting]").hidden = true;
  const bytes = new Blob([html]).size;
  if (bytes === 0 || bytes > Number(form.dataset.save)) {
    form.querySelector("[data-too-large]").hidden = false;
    return;
  }
  form.elements.url.value = url;
  form.elements.html.value = html;
  form.querySelector("input[type=submit]").disabled = false;
}

if (form && window.opener) {
  window.addEventListener("message", take);
  window.opener.postMessage("ready", "*");
}
