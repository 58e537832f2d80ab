/**
 * The journal of one run: every SetValue in order, numbered, repeated until the server has it.
 *
 * Changes gather in `open`; a cut makes them an entry with the next sequence number. Entries
 * stay until the server names a number at least as high as theirs, so that sending one twice,
 * by a waiting call and by the background flush, does no harm (docs/player-protocol.md).
 *
 * @typedef {object} Entry
 * @property {number} seq
 * @property {[string, string][]} set
 * @property {boolean} commit
 * @property {boolean} terminate
 * @property {string|null} nav
 */
const FLUSH_MS = 4_000;
const SLOWEST_MS = 30_000;
const RUN_IS_OVER = new Set(["token", "attempt-over", "taken-over"]);

export class Journal {
  /**
   * @param {object} parts
   * @param {import("./carrier.js").Carrier} parts.carrier
   * @param {import("./local_copy.js").LocalCopy} parts.copy
   * @param {string} parts.attempt
   * @param {number} parts.seq  the highest number that the server has
   * @param {(event: object) => void} parts.tell  hears {type: "saved" | "unsaved" | "over" | "refused"}
   */
  constructor({ carrier, copy, attempt, seq, tell }) {
    Object.assign(this, { carrier, copy, attempt, seq, tell });
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {[string, string][]} */
    this.open = [];
    this.over = null;
    this.answer = null;
    this.pause = FLUSH_MS;
    this.flushing = null;
    this.timer = setTimeout(() => this.beat(), FLUSH_MS);
  }

  /** Note one accepted SetValue. */
  note(element, value) {
    this.open.push([element, value]);
    this.kept = this.copy.keep(this.entries, this.open, this.seq);
  }

  get unsaved() { return this.open.length > 0 || this.entries.length > 0; }

  /** Deliver everything now and wait. @returns {boolean} whether the server has it */
  commit() {
    this.cut({ commit: true });
    return this.deliverNow();
  }

  /** End the run with navigation request *nav*. @returns {boolean} whether the server has it */
  terminate(nav) {
    this.cut({ commit: true, terminate: true, nav });
    return this.deliverNow();
  }

  /** Take back an end that was neither stored nor promised: the content will try again. */
  withdrawEnd() {
    for (const entry of this.entries) entry.terminate = false;
    this.kept = this.copy.keep(this.entries, this.open, this.seq);
  }

  /** Deliver what is open, if anything, and return the server's last answer, or null. */
  asked() {
    if (this.unsaved) {
      this.cut({});
      if (!this.deliverNow()) return null;
    }
    return this.answer;
  }

  /** Deliver in the background. @returns {Promise<boolean>} whether the server has everything */
  flush() {
    if (this.open.length) this.cut({});
    this.flushing ??= this.deliverLater().finally(() => { this.flushing = null; });
    return this.flushing;
  }

  /**
   * The page goes away: send what is left without waiting.
   * @returns {boolean} whether the browser promised to carry all of it
   */
  lastWords() {
    if (this.over) return false;
    if (this.open.length) this.cut({});
    return this.entries.every((entry) => this.carrier.last("journal", this.body(entry)));
  }

  cut({ commit = false, terminate = false, nav = null }) {
    this.seq += 1;
    this.entries.push({ seq: this.seq, set: this.open, commit, terminate, nav });
    this.open = [];
    this.kept = this.copy.keep(this.entries, this.open, this.seq);
  }

  body(entry) { return { attempt: this.attempt, ...entry }; }

  deliverNow() {
    while (this.entries.length && !this.over) {
      if (!this.received(this.carrier.now("journal", this.body(this.entries[0])))) break;
    }
    return this.entries.length === 0;
  }

  async deliverLater() {
    while (this.entries.length && !this.over) {
      if (!this.received(await this.carrier.later("journal", this.body(this.entries[0])))) break;
    }
    return this.entries.length === 0;
  }

  /** Take one delivery to heart; return whether it is worth going on. */
  received({ status, answer }) {
    if (status === 200) return this.stored(answer);
    if (status === 409 && answer?.error === "gap") return this.renumbered(answer.expected);
    if (RUN_IS_OVER.has(answer?.error)) {
      this.over = answer.error;
      this.tell({ type: "over", code: answer.error, reason: answer.reason });
      return false;
    }
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      const lost = this.entries.shift();
      this.copy.keep(this.entries, this.open, this.seq);
      this.tell({ type: "refused", code: answer?.error ?? String(status), seq: lost?.seq });
      return true;
    }
    this.tell({ type: "unsaved", entries: this.entries.length });
    return false;
  }

  stored(answer) {
    this.entries = this.entries.filter((entry) => entry.seq > answer.seq);
    this.copy.keep(this.entries, this.open, this.seq);
    this.answer = answer;
    this.pause = FLUSH_MS;
    this.tell({ type: "saved", answer });
    return true;
  }

  /** The server expects another number: an answer of an earlier page was lost. Count on from it. */
  renumbered(expected) {
    if (!Number.isInteger(expected) || this.entries[0]?.seq === expected) return false;
    this.entries.forEach((entry, place) => { entry.seq = expected + place; });
    this.seq = expected + this.entries.length - 1;
    return true;
  }

  async beat() {
    if (this.unsaved && !this.over) {
      const delivered = await this.flush();
      this.pause = delivered ? FLUSH_MS : Math.min(this.pause * 2, SLOWEST_MS);
    }
    this.timer = setTimeout(() => this.beat(), this.pause);
  }
}
