// Cases of a queue by keyboard: Page Down is the next, Page Up the previous, Ctrl+Enter accepts.

const KEYS = { PageDown: "next", PageUp: "previous" };

document.addEventListener("keydown", (event) => {
  const wanted = event.ctrlKey && event.key === "Enter" ? "accept" : KEYS[event.key];
  const target = wanted && document.querySelector(`[data-key=${wanted}]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
