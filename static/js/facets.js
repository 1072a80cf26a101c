// htmx begins when the page has been read, after this module.
const { config } = window.htmx;
config.includeIndicatorStyles = false;
config.allowEval = false;
config.historyCacheSize = 0;
config.refreshOnHistoryMiss = true;
config.selfRequestsOnly = true;

// The search box inside a long facet filters its values at once. Without this script it is
// a form that asks the server.

const MARKS = /[\u064b-\u065f\u0670\u0640]/g;
const SAME_LETTERS = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ی: "ي", ة: "ه", ک: "ك", ؤ: "ء", ئ: "ء" };

function folded(text) {
  return text
    .toLowerCase()
    .replace(MARKS, "")
    .replace(/[أإآٱىیةکؤئ]/g, (letter) => SAME_LETTERS[letter]);
}

function filter(form, among = "") {
  const facet = form.closest("[data-facet]");
  const wanted = folded(form.querySelector("input[type=search]").value.trim());
  facet.querySelectorAll(`${among} .row`).forEach((row) => {
    row.hidden = !folded(row.querySelector("bdi").textContent).includes(wanted);
  });
}

// What a reader opened stays open when the results are replaced.
let open = new Map();

function facetKey(details) {
  return details.closest("[data-facet]")?.dataset.facet + details.className;
}

const DELAY = 300; // milliseconds without a keystroke before the server is asked
let timer;

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-facet-search]");
  if (!form) return;
  filter(form);
  if ("partial" in form.dataset) {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), DELAY);
  }
});

// More of a facet, or the names beside it, come into its place; the page's address stays what it
// was. The link is caught on its way down, before htmx would put all results in the place of the old.
function bring(link) {
  const part = link.closest("details");
  window.htmx.ajax("GET", link.href, { source: part, target: part, select: `#${part.id}` });
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("[data-more]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    bring(link);
  },
  true,
);

// Names that nobody has reviewed are asked for as their group is opened. The event does not bubble.
document.addEventListener(
  "toggle",
  ({ target }) => {
    const link = target.open && target.matches(".machine-found") && target.querySelector("[data-more]");
    if (link) bring(link);
  },
  true,
);

document.addEventListener("htmx:beforeSwap", () => {
  open = new Map(
    [...document.querySelectorAll("#results details")].map((each) => [facetKey(each), each.open]),
  );
});

document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("#results details").forEach((each) => {
    const was = open.get(facetKey(each));
    if (was !== undefined) each.open = was;
  });
  // The server looks in the values alone; it finds some by another spelling than the one shown.
  document.querySelectorAll("[data-facet-search]").forEach((form) => filter(form, ".machine-found"));
});

// What cannot be put in place of the results is shown as a page of its own.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    window.location.assign(event.detail.pathInfo.requestPath);
  });
}
