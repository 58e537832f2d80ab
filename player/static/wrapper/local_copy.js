/**
 * The journal's copy in this browser, for what has not reached the server.
 *
 * The shell keeps it: it stands in the academy's own page, while browsers often give a frame
 * of another origin no storage. A copy outlives a crash and a lost network.
 *
 * @typedef {object} Left
 * @property {string} attempt  the run that it belongs to
 * @property {import("./journal.js").Entry[]} entries
 */
export class LocalCopy {
  /**
   * @param {string} attempt   the run whose entries are kept
   * @param {boolean} kept     whether the shell's page has storage
   * @param {(event: object) => void} tell
   */
  constructor(attempt, kept, tell) {
    Object.assign(this, { attempt, kept, tell });
  }

  /** @returns {boolean} whether the shell takes it */
  keep(entries, open, seq) {
    this.tell({ type: "keep", attempt: this.attempt, entries: withOpen(entries, open, seq) });
    return this.kept;
  }

  /** Forget what was kept of *attempt*: it is delivered, or nobody takes it any more. */
  forget(attempt) {
    this.tell({ type: "keep", attempt, entries: [] });
  }
}

function withOpen(entries, open, seq) {
  if (!open.length) return entries;
  return [...entries, { seq: seq + 1, set: open, commit: false, terminate: false, nav: null }];
}
