// Sends a chosen file in slices, and goes on where it was when the connection broke off.
// Without this script the form itself sends a small file.

const ATTEMPTS = 5; // of one slice
const PAUSE = 1000; // milliseconds before a slice is sent again, longer each time

async function asked(url, token, body) {
  const response = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, body });
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, ...answer };
}

async function sendSlice(state, file, token) {
  for (let attempt = 1; ; attempt += 1) {
    const part = file.slice(state.received, state.received + state.slice);
    try {
      const answer = await asked(`${state.slices}?offset=${state.received}`, token, part);
      if (answer.ok) return answer;
      if (answer.status === 409) return { ...state, received: answer.received };
      if (answer.status < 500) throw new Error(answer.error);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // anything but a broken connection
    }
    if (attempt === ATTEMPTS) throw new TypeError();
    await new Promise((resolve) => setTimeout(resolve, attempt * PAUSE));
  }
}

async function send(form, file) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const bar = form.querySelector("progress");
  let state = form.begun?.get(file);
  if (!state) {
    const wanted = { name: file.name, size: file.size, mends: form.elements.mends?.value ?? "" };
    state = await asked(form.dataset.upload, token, JSON.stringify(wanted));
    if (!state.ok) throw new Error(state.error);
  }
  form.begun ??= new Map();
  bar.hidden = false;
  while (!state.page) {
    state = await sendSlice(state, file, token);
    form.begun.set(file, state);
    bar.value = state.received / file.size;
  }
  return state.page;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("upload" in form.dataset)) return;
  event.preventDefault();
  const told = form.querySelector("output");
  const button = form.querySelector("input[type=submit]");
  button.disabled = true;
  told.textContent = "";
  try {
    let page = "";
    for (const file of form.elements.file.files) page = await send(form, file);
    if (page) window.location.assign(page);
  } catch (error) {
    told.textContent = error.message || form.dataset.broken;
  } finally {
    button.disabled = false;
  }
});
