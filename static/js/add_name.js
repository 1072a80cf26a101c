// Adds a name that is selected in the text: offers what it means and where it stands, in a dialog.
"use strict";

document.addEventListener("DOMContentLoaded", function () {
  const place = document.querySelector("[data-add-name]");
  if (!place) return;
  const LONGEST = 300; // letters of a name
  const FIELDS = "#id_title, #id_standfirst, #id_body, #id_dateline, #id_captions, #id_keywords";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "add-name-button";
  button.hidden = true;
  const dialog = document.createElement("dialog");
  dialog.className = "add-name-dialog";
  document.querySelector("#content").append(button, dialog);
  let name = "";

  function selected() {
    const field = document.activeElement;
    if (field && field.matches(FIELDS)) {
      return field.value.slice(field.selectionStart, field.selectionEnd);
    }
    const selection = document.getSelection();
    const line = selection.anchorNode && selection.anchorNode.parentElement;
    return line && line.closest(".source-lines") ? selection.toString() : "";
  }

  function look() {
    if (dialog.open) return;
    const words = selected().trim();
    const fits = words.length > 1 && words.length <= LONGEST && !words.includes("\n");
    button.hidden = !fits;
    if (!fits) return;
    name = words;
    button.textContent = place.dataset.button.replace("NAME", words);
  }

  function address() {
    const found = new URL(place.dataset.addName, window.location.href);
    found.searchParams.set("name", name);
    return found;
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const part = page.querySelector("form.add-name, #content p[role=status]");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = place.dataset.close;
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(part || place.dataset.failed, close);
    const form = dialog.querySelector("form");
    if (form) form.addEventListener("submit", send);
    if (!dialog.open) dialog.showModal();
  }

  function tell(answer) {
    const line = document.createElement("li");
    const back = document.createElement("a");
    back.href = answer.undo;
    back.textContent = answer.way_back;
    line.append(answer.told, " ", back);
    place.querySelector("ul").append(line);
    // What this editor added is no other editor's work: the open form goes on.
    const seen = document.querySelector("input[name=_seen]");
    const marks = seen ? JSON.parse(seen.value) : {};
    if (seen && marks._inlines === answer.seen) {
      marks._inlines = answer.now;
      seen.value = JSON.stringify(marks);
    }
    dialog.close();
    button.hidden = true;
    place.scrollIntoView({ block: "nearest" });
  }

  async function send(event) {
    event.preventDefault();
    const response = await fetch(address(), {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(event.target),
    });
    const kind = response.headers.get("Content-Type") || "";
    if (kind.startsWith("application/json")) tell(await response.json());
    else show(await response.text());
  }

  button.addEventListener("click", async function () {
    show(await (await fetch(address())).text());
  });
  document.addEventListener("selectionchange", look);
  document.querySelectorAll(FIELDS).forEach(function (field) {
    field.addEventListener("select", look);
    field.addEventListener("keyup", look);
    field.addEventListener("mouseup", look);
  });
});
