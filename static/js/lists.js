// Puts an article on a list without leaving the page. Without this script the button sends its form.

async function add(button) {
  const form = button.form;
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  const answer = await fetch(form.action, {
    method: "POST",
    body: sent,
    headers: { Accept: "application/json" },
  });
  const { told, open, url } = await answer.json();
  form.querySelector("[data-list-told]").replaceChildren(told);
  if (!url) return;
  button.firstElementChild.textContent = `✓ ${told}`;
  // The way to the list stands where the reader looks: beside the button that was pressed last.
  document.querySelector("[data-list-link]")?.remove();
  const link = document.createElement("a");
  link.href = url;
  link.textContent = open;
  link.dataset.listLink = "";
  button.after(" ", link);
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.target.id !== "add-to-list" || button?.name !== "article") return;
  event.preventDefault();
  // What goes wrong here is told by the page that the form leads to.
  add(button).catch(() => HTMLFormElement.prototype.submit.call(withArticle(button)));
});

function withArticle(button) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = button.name;
  field.value = button.value;
  button.form.append(field);
  return button.form;
}
