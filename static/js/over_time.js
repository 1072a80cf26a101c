// Looking closer at a drawing over time by dragging, and saving it as a picture (PNG).

const chart = document.querySelector("#chart svg.time-chart");
const periods = [...document.querySelectorAll("tr[data-period]")].map((row) => row.dataset.period);
const form = document.querySelector(".compared-form");

for (const each of document.querySelectorAll(".needs-script")) each.hidden = false;

if (chart && form && periods.length > 1) {
  const mirrored = document.documentElement.dir === "rtl";
  let start = null;
  let band = null;

  const place = (event) => {
    const box = chart.getBoundingClientRect();
    const along = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 0.9999);
    return Math.floor((mirrored ? 1 - along : along) * periods.length);
  };

  const show = (from, to) => {
    const first = Math.min(from, to);
    const count = Math.abs(to - from) + 1;
    const left = mirrored ? periods.length - first - count : first;
    band.setAttribute("x", `${(100 * left) / periods.length}%`);
    band.setAttribute("width", `${(100 * count) / periods.length}%`);
  };

  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || event.target.closest("a")) return;
    event.preventDefault();
    start = place(event);
    band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    band.setAttribute("class", "band");
    band.setAttribute("height", "100%");
    chart.append(band);
    chart.setPointerCapture(event.pointerId);
    show(start, start);
  });
  chart.addEventListener("pointermove", (event) => {
    if (start !== null) show(start, place(event));
  });
  const end = (event) => {
    if (start === null) return;
    const [first, last] = [start, place(event)].sort((one, other) => one - other);
    start = null;
    band.remove();
    if (event.type === "pointercancel" || first === last) return;
    form.elements.after.value = periods[first];
    form.elements.before.value = chart.dataset.unit === "week" ? endOfWeek(periods[last]) : periods[last];
    // Narrower periods may have room now: the page chooses.
    form.elements.by?.remove();
    form.requestSubmit();
  };
  chart.addEventListener("pointerup", end);
  chart.addEventListener("pointercancel", end);
}

function endOfWeek(monday) {
  const day = new Date(`${monday}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 6);
  return day.toISOString().slice(0, 10);
}

for (const button of document.querySelectorAll("[data-picture]")) {
  button.addEventListener("click", () => {
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * image.width;
      canvas.height = 2 * image.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((picture) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(picture);
        link.download = "over-time.png";
        link.click();
        URL.revokeObjectURL(link.href);
      }, "image/png");
    });
    image.src = button.dataset.picture;
  });
}
