// Fetches the source of an article beside its form, when the form is wide enough or it is opened.
"use strict";

document.addEventListener("DOMContentLoaded", function () {
  const place = document.querySelector("[data-source]");
  if (!place) return;

  async function fill() {
    place.removeEventListener("toggle", fill);
    const response = await fetch(place.dataset.source);
    if (!response.ok) return;
    const lines = new DOMParser().parseFromString(await response.text(), "text/html");
    place.querySelector("p").replaceWith(...lines.body.children);
  }

  place.addEventListener("toggle", fill);
  if (window.matchMedia("(min-width: 1200px)").matches) {
    document.body.classList.add("source-beside");
    place.open = true;
  }
});
