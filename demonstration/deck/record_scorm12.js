/**
 * The record of a deck by SCORM 1.2 (Run-Time Environment 1.2, sections 3.3 and 3.4).
 *
 * Bookmark in cmi.core.lesson_location, memory in cmi.suspend_data, mark in cmi.core.score.raw,
 * outcome in cmi.core.lesson_status.
 */
export class Scorm12Record {
  constructor() {
    this.api = found(window, "API");
    this.opened = Date.now();
    this.closed = false;
  }

  async open() {
    if (!this.api || this.api.LMSInitialize("") !== "true") {
      this.api = null;
      return null;
    }
    if (this.get("cmi.core.lesson_status") === "not attempted") {
      this.set("cmi.core.lesson_status", "incomplete");
      this.api.LMSCommit("");
    }
    return remembered(this.get("cmi.suspend_data"));
  }

  keep(memory, _progress) {
    this.set("cmi.core.lesson_location", String(memory.page + 1));
    this.set("cmi.suspend_data", JSON.stringify(memory));
    this.api?.LMSCommit("");
  }

  graded(score, passed) {
    this.set("cmi.core.score.min", "0");
    this.set("cmi.core.score.max", "100");
    this.set("cmi.core.score.raw", String(Math.round(score * 100)));
    if (passed) this.passed = true;
  }

  completed() {
    this.set("cmi.core.lesson_status", this.passed ? "passed" : "completed");
    this.api?.LMSCommit("");
    this.finished = true;
  }

  mayContinue() { return false; }

  goOn() { this.close(); }

  close() {
    if (!this.api || this.closed) return;
    this.closed = true;
    this.set("cmi.core.session_time", timespan(Date.now() - this.opened));
    this.set("cmi.core.exit", this.finished ? "" : "suspend");
    this.api.LMSCommit("");
    this.api.LMSFinish("");
  }

  get(element) { return this.api ? this.api.LMSGetValue(element) : ""; }

  set(element, value) { this.api?.LMSSetValue(element, value); }
}

/** Return the API object named *name* of the nearest window above *start* or its opener. */
export function found(start, name) {
  for (const first of [start, start.top?.opener]) {
    let seen = first;
    for (let level = 0; seen && level < 8; level += 1) {
      try {
        if (seen[name]) return seen[name];
        if (seen.parent === seen) break;
        seen = seen.parent;
      } catch {
        break; // a window of another origin: whatever it holds is not for us
      }
    }
  }
  return null;
}

/** Return the memory written in *text*, or null where nothing usable is. */
export function remembered(text) {
  try {
    const memory = JSON.parse(text);
    return Number.isInteger(memory.page) && Array.isArray(memory.seen) ? memory : null;
  } catch {
    return null;
  }
}

/** Return *ms* as a CMITimespan, HHHH:MM:SS.SS. */
function timespan(ms) {
  const seconds = ms / 1000;
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const rest = (seconds % 60).toFixed(2).padStart(5, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two((seconds / 60) % 60)}:${rest}`;
}
