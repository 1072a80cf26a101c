// Computes the SHA-256 of a chosen file here, and asks the archive for the sum alone: the file is
// sent to nobody. Browsers compute it themselves over a secure connection; elsewhere, and of files
// that would not fit in memory, it is computed piece by piece (static/vendor/js-sha256).

const AT_ONCE = 64 * 2 ** 20; // bytes that are read into memory whole
const PIECE = 4 * 2 ** 20;

const form = document.querySelector("[data-verify]");
const told = form.querySelector("[role=status]");
const bar = form.querySelector("progress");

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sumByPieces(file) {
  const hash = globalThis.sha256.create();
  bar.hidden = false;
  for (let start = 0; start < file.size; start += PIECE) {
    hash.update(await file.slice(start, start + PIECE).arrayBuffer());
    bar.value = Math.min(start + PIECE, file.size) / file.size;
    await new Promise((resolve) => setTimeout(resolve)); // the page stays alive
  }
  return hash.hex();
}

async function sumOf(file) {
  if (!globalThis.crypto?.subtle || file.size > AT_ONCE) return sumByPieces(file);
  return hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
}

const chooser = form.querySelector("input[type=file]");
let asked = 0; // a file that is chosen later counts, whichever is read first
chooser.addEventListener("change", async () => {
  const [file] = chooser.files;
  if (!file) return;
  const own = (asked += 1);
  told.textContent = told.dataset.reading;
  try {
    const sum = await sumOf(file);
    if (own !== asked) return;
    form.elements.checksum.value = sum;
    form.submit();
  } catch {
    bar.hidden = true;
    told.textContent = told.dataset.unread;
  }
});
form.querySelector("[data-file]").hidden = false;
