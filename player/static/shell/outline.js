/** The outline: every unit with its status; a click goes there. */
import { clock, words } from "./words.js";

export class Outline {
  /** @param {HTMLElement} list @param {(identifier: string) => void} go */
  constructor(list, go) {
    this.list = list;
    this.go = go;
  }

  /** @param {object[]} items  ITEMs of the protocol, in course order */
  show(items) {
    this.items = items.filter((item) => !item.hidden && (item.unit || item.depth > 0));
    this.list.replaceChildren(...this.items.map((item) => (item.unit ? this.unit(item) : this.heading(item))));
  }

  /** Bring the current unit's time up to date between launches. */
  studied(study) {
    const item = this.items?.find((found) => found.identifier === study.unit);
    if (!item?.study) return;
    Object.assign(item.study, { verified_ms: study.verified_ms, completed_at: study.completed_at, confirmed_at: study.confirmed_at });
    this.redraw(item);
  }

  progressed(progress, identifier) {
    const item = this.items?.find((found) => found.identifier === identifier);
    if (!item || !progress?.status) return;
    item.status = progress.status;
    this.redraw(item);
  }

  redraw(item) {
    const note = this.list.querySelector(`[data-unit="${CSS.escape(item.identifier)}"] .outline-note`);
    if (note) note.textContent = noted(item);
    const mark = this.list.querySelector(`[data-unit="${CSS.escape(item.identifier)}"] .outline-mark`);
    if (mark) mark.dataset.status = marked(item);
  }

  unit(item) {
    const row = document.createElement("li");
    row.dataset.unit = item.identifier;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "outline-unit";
    button.dataset.depth = String(Math.min(item.depth, 4));
    button.disabled = !item.enabled && !item.current;
    if (item.current) button.setAttribute("aria-current", "true");
    const mark = document.createElement("span");
    mark.className = "outline-mark";
    mark.dataset.status = marked(item);
    mark.setAttribute("aria-hidden", "true");
    const title = document.createElement("span");
    title.className = "outline-title";
    title.textContent = item.title;
    const note = document.createElement("span");
    note.className = "outline-note";
    note.textContent = noted(item);
    button.append(mark, title, note);
    button.addEventListener("click", () => { if (!item.current) this.go(item.identifier); });
    row.append(button);
    return row;
  }

  heading(item) {
    const row = document.createElement("li");
    row.className = "outline-heading";
    row.dataset.depth = String(Math.min(item.depth, 4));
    row.textContent = item.title;
    return row;
  }
}

function marked(item) {
  if (item.study?.confirmed_at) return "confirmed";
  if (item.study?.completed_at) return "awaiting";
  return item.status === "not_attempted" && !item.study?.verified_ms ? "open" : "begun";
}

function noted(item) {
  const status = item.study?.confirmed_at ? words.confirmed
    : item.study?.completed_at ? words.awaiting : words.status[item.status] ?? "";
  if (!item.study) return status;
  return `${words.verifiedOf(clock(Math.min(item.study.verified_ms, item.study.approved_ms)), clock(item.study.approved_ms))} · ${status}`;
}
