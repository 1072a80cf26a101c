// The searches that a reader made last, kept in this browser alone: listed on the front page, cleared
// and switched off there. A page of results tells what came since the visit before.

const LIST = "khizana.recent";
const OFF = "khizana.recent.off";
const MOST = 20;
const VISIT = 30 * 60 * 1000; // milliseconds: pages that are read within it are one visit

function read(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise; // Storage is closed to this page, or holds something else.
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Closed or full: nothing is kept.
  }
}

const isOff = () => read(OFF, false) === true;

function searches() {
  const kept = read(LIST, []);
  return Array.isArray(kept) ? kept.filter((each) => typeof each?.query === "string") : [];
}

// Notes that a search was looked at; returns the mark since when things are new to the reader.
function note({ search: query, title, mark }) {
  const now = Date.now();
  const others = searches();
  const before = others.find((each) => each.query === query);
  const begins = !before || now - before.at > VISIT;
  const since = before ? (begins ? before.looked : before.since) : Number(mark);
  const looked = { query, title, at: now, looked: Math.max(before?.looked ?? 0, Number(mark)), since };
  write(LIST, [looked, ...others.filter((each) => each.query !== query)].slice(0, MOST));
  return since;
}

async function tellNews(place, since) {
  const { newest, search, mark } = place.dataset;
  if (!newest || since >= Number(mark)) return;
  const asked = `${newest}?${search}&since=${since}`;
  const answer = await fetch(`${asked}&count=1`);
  const { count, told } = answer.ok ? await answer.json() : {};
  if (!count || !place.isConnected) return;
  const link = document.createElement("a");
  link.href = asked;
  link.textContent = told;
  place.replaceChildren(link);
}

let last; // The place of the results that were noted: htmx puts another in its stead.

function lookAtResults() {
  const place = document.querySelector("[data-search]");
  if (!place || place === last || isOff()) return;
  if (!place.dataset.search || place.dataset.mark === "0") return;
  last = place;
  tellNews(place, note(place.dataset)).catch(() => {}); // What is new is told next time.
}

function listed({ query, title, at }, section) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  const name = document.createElement("bdi");
  const when = document.createElement("time");
  name.textContent = title || query;
  link.href = `${section.dataset.recent}?${query}`;
  link.append(name);
  when.dateTime = new Date(at).toISOString();
  when.textContent = new Intl.DateTimeFormat(section.dataset.locale, {
    dateStyle: "medium",
  }).format(at);
  row.append(link, " ", when);
  return row;
}

function show(section) {
  const off = isOff();
  const kept = off ? [] : searches();
  section.hidden = !off && kept.length === 0;
  section.querySelector("ul").replaceChildren(...kept.map((each) => listed(each, section)));
  section.querySelector("[data-clear]").hidden = kept.length === 0;
  section.querySelector("[data-keep]").checked = !off;
}

const section = document.querySelector("[data-recent]");
if (section) {
  section.querySelector("[data-clear]").addEventListener("click", () => {
    write(LIST, []);
    show(section);
    document.querySelector("#q")?.focus();
  });
  section.querySelector("[data-keep]").addEventListener("change", (event) => {
    write(OFF, !event.target.checked);
    if (!event.target.checked) write(LIST, []);
    show(section);
  });
  show(section);
}

lookAtResults();
document.addEventListener("htmx:afterSettle", lookAtResults);
