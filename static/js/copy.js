// Citations are copied by one press; without scripts they are selected by one.
const told = document.getElementById("copied");

for (const button of document.querySelectorAll("button.copy")) {
  const cited = button.parentElement.querySelector(".citation");
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = cited.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Where no secure connection is, browsers let nobody write there: what is selected is copied.
      getSelection().selectAllChildren(cited);
      if (!document.execCommand("copy")) return;
    }
    button.textContent = told.dataset.copied;
    told.textContent = told.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
      told.textContent = "";
    }, 2000);
  });
}
