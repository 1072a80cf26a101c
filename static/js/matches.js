// Stepping from one match of the search to the next within an article.

const marks = [...document.querySelectorAll(".reading mark")];
let current = location.hash === "#hit" ? 0 : -1;

if (marks.length > 1) {
  for (const button of document.querySelectorAll("[data-match]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const step = Number(button.dataset.match);
      marks[current]?.classList.remove("current");
      current = current < 0 && step < 0 ? marks.length - 1 : (current + step + marks.length) % marks.length;
      const mark = marks[current];
      mark.classList.add("current");
      mark.scrollIntoView({ block: "center" });
    });
  }
}
