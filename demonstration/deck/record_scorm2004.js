/**
 * The record of a deck by SCORM 2004 (4th Edition, Run-Time Environment, section 4.2).
 *
 * Bookmark in cmi.location, memory in cmi.suspend_data, progress in cmi.progress_measure,
 * mark in cmi.score.scaled, outcomes in cmi.completion_status and cmi.success_status.
 */
import { found, remembered } from "./record_scorm12.js";

export class Scorm2004Record {
  constructor() {
    this.api = found(window, "API_1484_11");
    this.opened = Date.now();
    this.closed = false;
  }

  async open() {
    if (!this.api || this.api.Initialize("") !== "true") {
      this.api = null;
      return null;
    }
    if (this.get("cmi.completion_status") === "unknown" || this.get("cmi.completion_status") === "not attempted") {
      this.set("cmi.completion_status", "incomplete");
    }
    this.finished = this.get("cmi.completion_status") === "completed";
    return remembered(this.get("cmi.suspend_data"));
  }

  keep(memory, progress) {
    this.set("cmi.location", String(memory.page + 1));
    this.set("cmi.suspend_data", JSON.stringify(memory));
    if (!this.finished) this.set("cmi.progress_measure", progress.toFixed(4));
    this.api?.Commit("");
  }

  graded(score, passed) {
    this.set("cmi.score.min", "0");
    this.set("cmi.score.max", "100");
    this.set("cmi.score.raw", String(Math.round(score * 100)));
    this.set("cmi.score.scaled", score.toFixed(4));
    this.set("cmi.success_status", passed ? "passed" : "failed");
  }

  completed() {
    this.finished = true;
    this.set("cmi.progress_measure", "1");
    this.set("cmi.completion_status", "completed");
    this.api?.Commit("");
  }

  mayContinue() {
    return this.get("adl.nav.request_valid.continue") === "true";
  }

  goOn() {
    this.set("adl.nav.request", "continue");
    this.close();
  }

  close() {
    if (!this.api || this.closed) return;
    this.closed = true;
    this.set("cmi.session_time", `PT${((Date.now() - this.opened) / 1000).toFixed(2)}S`);
    this.set("cmi.exit", this.finished ? "normal" : "suspend");
    this.api.Terminate("");
  }

  get(element) { return this.api ? this.api.GetValue(element) : ""; }

  set(element, value) { this.api?.SetValue(element, value); }
}
