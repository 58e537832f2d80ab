/**
 * The journal's copy in this browser, for what has not reached the server.
 *
 * It outlives a crash and a lost network. Where the browser gives no storage to a frame,
 * nothing is kept, and `keep` says so.
 */
export class LocalCopy {
  /** @param {string} attempt  the attempt whose entries are kept */
  constructor(attempt) {
    this.key = `xueshi.journal.${attempt}`;
  }

  /** @returns {boolean} whether the browser took it */
  keep(entries, open) {
    try {
      if (entries.length || open.length) localStorage.setItem(this.key, JSON.stringify({ entries, open }));
      else localStorage.removeItem(this.key);
      return true;
    } catch {
      return false;
    }
  }

  /** Return every [element, value] that an earlier run could not deliver, in order. */
  leftOver() {
    try {
      const { entries = [], open = [] } = JSON.parse(localStorage.getItem(this.key)) ?? {};
      return [...entries.flatMap((entry) => entry.set), ...open];
    } catch {
      return [];
    }
  }

  /** Forget the journals of other attempts: their runs are over and take nothing more. */
  forgetOthers() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("xueshi.journal.") && key !== this.key) localStorage.removeItem(key);
      }
    } catch {
      // no storage: nothing to forget
    }
  }
}
