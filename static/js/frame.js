// On every page: suggestions while somebody types, and menus that close.
// Suggestions under a search box: the combobox pattern of WAI-ARIA, with a list popup.
// Without this script the box is an ordinary form.

const DELAY = 120; // milliseconds without a keystroke before the server is asked

class Suggestions {
  constructor(field, number) {
    this.url = field.dataset.suggest;
    this.input = field.querySelector("input");
    this.rows = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${number}`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0]?.textContent ?? "");
    field.append(this.list);
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.schedule());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // A press must not take the focus from the input before the click is handled.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.click(event));
  }

  schedule() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), DELAY);
  }

  async ask() {
    const text = this.input.value.trim();
    this.request?.abort();
    if (!text) {
      this.close();
      return;
    }
    this.request = new AbortController();
    try {
      const url = `${this.url}?q=${encodeURIComponent(text)}`;
      const response = await fetch(url, { signal: this.request.signal });
      if (response.ok) this.show((await response.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(rows) {
    this.rows = rows;
    this.list.replaceChildren(...rows.map((row, index) => this.option(row, index)));
    this.activate(-1);
    this.expand(rows.length > 0 && document.activeElement === this.input);
  }

  option(row, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("bdi");
    label.textContent = row.label;
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = row.kind;
    option.append(label, kind);
    return option;
  }

  expand(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.active = -1;
    this.expand(false);
  }

  activate(index) {
    this.active = index;
    [...this.list.children].forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === index));
    });
    const option = this.list.children[index];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    const last = this.rows.length - 1;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" && last >= 0) {
      if (!open) this.expand(true);
      this.activate(this.active >= last ? -1 : this.active + 1);
    } else if (event.key === "ArrowUp" && open) {
      this.activate(this.active < 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      this.follow(this.active);
    } else if (event.key === "Escape" && open) {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  click(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.follow([...this.list.children].indexOf(option));
  }

  follow(index) {
    window.location.assign(this.rows[index].url);
  }
}

let made = 0;

function equip() {
  document.querySelectorAll("[data-suggest]:not([data-equipped])").forEach((field) => {
    field.dataset.equipped = "";
    made += 1;
    new Suggestions(field, made);
  });
}

equip();
document.addEventListener("htmx:afterSettle", equip);

// An open menu is closed by Escape, and by a press anywhere else.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
