// Reads a date while it is typed and says in words what was read, so that saving once is enough.
"use strict";

(function () {
  const WAIT = 250; // milliseconds after the last key

  function reader(input) {
    const mark = input.nextElementSibling;
    const words = mark.nextElementSibling;
    let waiting = 0;

    async function read() {
      const text = input.value.trim();
      words.textContent = "";
      input.removeAttribute("aria-invalid");
      if (!text) return;
      const address = new URL(input.dataset.readsDates, window.location.href);
      address.searchParams.set("text", text);
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok || text !== input.value.trim()) return;
      const found = await response.json();
      words.textContent = found.words || found.problem;
      words.classList.toggle("problem", !found.words);
      if (found.words) mark.value = text;
      else input.setAttribute("aria-invalid", "true");
    }

    input.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(read, WAIT);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-reads-dates]").forEach(reader);
  });
})();
