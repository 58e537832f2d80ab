/**
 * Cuts what happens into spans: stretches of one session's monotonic clock during which nothing
 * changed: visibility, and for a video the medium, its rate and its steady advance.
 *
 * A span never claims more than was observed: between two observations further apart than
 * GAP_MS nothing is claimed, because a page that was frozen saw nothing.
 *
 * @typedef {object} Span  as in docs/player-protocol.md
 * @typedef {object} Media
 * @property {string} medium
 * @property {boolean} playing
 * @property {number} position_ms
 * @property {number} rate_milli
 */
const GAP_MS = 5_000;
const JUMP_MS = 350;

export class SpanRecorder {
  /**
   * @param {object} options
   * @param {"video"|"article"} options.kind
   * @param {number} options.shortest  spans below are not sent
   * @param {number} options.longest   spans above are cut
   */
  constructor({ kind, shortest, longest }) {
    Object.assign(this, { kind, shortest, longest });
    this.seq = 0;
    this.open = null;
    /** @type {Span[]} */
    this.closed = [];
  }

  /** The page was observed at *now* to be *visible* or not. */
  observe(now, visible) {
    if (this.kind === "video") this.turned(now, visible);
    else this.extended(now, visible);
  }

  /** An article's time goes on as long as somebody looks at the clock. */
  extended(now, visible) {
    const { open } = this;
    if (open && now - open.to > GAP_MS) this.close();
    if (!this.open) this.start(now, visible);
    else if (this.open.visible !== visible) {
      this.open.to = now;
      this.close();
      this.start(now, visible);
    } else this.open.to = now;
    if (this.open.to - this.open.from >= this.longest) this.split();
  }

  /** The visibility of a playing video changed: the medium went on evenly up to now. */
  turned(now, visible) {
    this.visible = visible;
    const { open } = this;
    if (!open || open.visible === visible) return;
    const step = now - open.to;
    if (step > GAP_MS) this.close();
    else {
      open.media_to += Math.round((step * open.rate_milli) / 1000);
      open.to = now;
      this.close();
      this.start(now, visible, open, open.media_to);
    }
  }

  /** The medium was seen at *now* in the state *media*. @param {Media} media */
  played(now, media) {
    if (this.kind !== "video") return;
    if (this.open && !this.continues(now, media)) this.close();
    if (this.open && now > this.open.to) {
      this.open.to = now;
      this.open.media_to = media.position_ms;
    }
    if (!media.playing) this.close();
    else if (!this.open) this.start(now, this.visible ?? true, media, media.position_ms);
    else if (this.open.to - this.open.from >= this.longest) this.split();
  }

  continues(now, media) {
    const { open } = this;
    const step = now - open.to;
    if (step < 0 || step > GAP_MS || media.medium !== open.medium || media.rate_milli !== open.rate_milli) return false;
    const expected = open.media_to + (step * open.rate_milli) / 1000;
    return Math.abs(media.position_ms - expected) <= JUMP_MS;
  }

  start(now, visible, media = null, position = null) {
    this.open = {
      from: now, to: now, visible,
      medium: media?.medium ?? null, rate_milli: media?.rate_milli ?? 1000,
      media_from: position, media_to: position,
    };
  }

  close() {
    const { open } = this;
    this.open = null;
    if (!open || open.to - open.from < this.shortest) return;
    const { medium: _medium, ...span } = open;
    this.closed.push({ seq: this.seq, ...whole(span) });
    this.seq += 1;
  }

  /** End the open span where it was last observed and go on from there. */
  split() {
    const { open } = this;
    if (!open || open.to - open.from < this.shortest) return;
    this.close();
    this.open = { ...open, from: open.to, media_from: open.media_to };
  }

  /** Return the spans that are ready, ending the open one; a piece too short stays open. */
  taken() {
    this.split();
    return this.closed.splice(0);
  }

  /** Milliseconds observed as countable since the last `taken`. */
  get pending() {
    const lengths = this.closed.map((span) => (span.visible ? span.to - span.from : 0));
    const open = this.open?.visible ? this.open.to - this.open.from : 0;
    return lengths.reduce((sum, length) => sum + length, open);
  }
}

/** The protocol speaks in whole milliseconds; neighbours keep a common edge. */
function whole(span) {
  const rounded = { ...span, from: Math.round(span.from), to: Math.round(span.to) };
  if (span.media_from !== null) {
    rounded.media_from = Math.max(0, Math.round(span.media_from));
    rounded.media_to = Math.max(0, Math.round(span.media_to));
  }
  return rounded;
}
