/**
 * Watches the vendor's frames: every <video> and <audio>, signs of life, typing, script errors.
 *
 * Frames come and go, so they are looked for once a second. A frame of another origin cannot
 * be watched and is passed by.
 *
 * @typedef {object} MediaState
 * @property {number} at           performance.timeOrigin + performance.now()
 * @property {string} medium       a name for the element, stable while it lives
 * @property {boolean} playing     moving: not paused, ended, seeking or waiting for data
 * @property {number} position_ms
 * @property {number} rate_milli
 * @property {number|null} length_ms
 */
const LOOK_MS = 1_000;
const LIFE_MS = 5_000;
const MEDIA_EVENTS = ["play", "playing", "pause", "seeking", "seeked", "ratechange", "ended", "waiting", "emptied"];
const LIFE_EVENTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];

export class Observer {
  /**
   * @param {() => Window[]} roots  the windows to watch, outermost first
   * @param {(event: object) => void} tell  hears media, interaction, typing, call, fault
   */
  constructor(roots, tell) {
    this.roots = roots;
    this.tell = tell;
    this.seen = new WeakSet();
    this.media = new Set();
    this.names = new WeakMap();
    this.count = 0;
    this.lastLife = -LIFE_MS;
    this.wasTyping = false;
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  look() {
    for (const root of this.roots()) this.visit(root);
    this.report();
  }

  visit(view) {
    let inner;
    try {
      inner = view.document;
      if (!inner) return;
    } catch {
      return;
    }
    if (!this.seen.has(inner)) {
      this.seen.add(inner);
      this.watch(view, inner);
    }
    for (const element of inner.querySelectorAll("video, audio")) this.register(element);
    for (let number = 0; number < view.frames.length; number += 1) this.visit(view.frames[number]);
  }

  watch(view, inner) {
    const listening = { capture: true, passive: true };
    for (const name of MEDIA_EVENTS) {
      inner.addEventListener(name, (event) => this.register(event.target) && this.report(), listening);
    }
    for (const name of LIFE_EVENTS) inner.addEventListener(name, (event) => this.life(event), listening);
    inner.addEventListener("focusin", () => this.typing(inner), listening);
    inner.addEventListener("focusout", () => this.typing(inner), listening);
    view.addEventListener("error", (event) => this.fault(event), listening);
    this.catchDetached(view);
  }

  /** `new Audio().play()` never enters the document; it is met where it is told to play. */
  catchDetached(view) {
    const kind = view.HTMLMediaElement?.prototype;
    if (!kind || kind.play.observed) return;
    const play = kind.play;
    const observer = this;
    kind.play = function observedPlay(...given) {
      if (observer.register(this)) {
        for (const name of MEDIA_EVENTS) this.addEventListener(name, () => observer.report());
      }
      return play.apply(this, given);
    };
    kind.play.observed = true;
  }

  register(element) {
    if (!element || typeof element.currentTime !== "number" || typeof element.paused !== "boolean") return false;
    if (!this.names.has(element)) {
      this.count += 1;
      this.names.set(element, `m${this.count}`);
    }
    this.media.add(element);
    return true;
  }

  /** Tell of the medium that matters: the longest of those playing, else the longest. */
  report() {
    for (const element of this.media) {
      if (!element.isConnected && element.paused) this.media.delete(element);
    }
    const states = [...this.media].map((element) => this.state(element));
    if (!states.length) return;
    states.sort((a, b) => b.playing - a.playing || (b.length_ms ?? 0) - (a.length_ms ?? 0));
    this.tell({ type: "media", ...states[0] });
  }

  /** @returns {MediaState} */
  state(element) {
    const moving = !element.paused && !element.ended && !element.seeking && element.readyState >= 3;
    return {
      at: performance.timeOrigin + performance.now(),
      medium: this.names.get(element),
      playing: moving,
      position_ms: Math.round(element.currentTime * 1000),
      rate_milli: Math.round(element.playbackRate * 1000),
      length_ms: Number.isFinite(element.duration) ? Math.round(element.duration * 1000) : null,
    };
  }

  life(event) {
    if (!event.isTrusted) return;
    if (event.type === "keydown" && event.key === "F6") this.tell({ type: "call" });
    const now = performance.now();
    if (now - this.lastLife < LIFE_MS) return;
    this.lastLife = now;
    this.tell({ type: "interaction", at: performance.timeOrigin + now });
  }

  typing(inner) {
    const field = inner.activeElement;
    const active = Boolean(field && (field.isContentEditable
      || field.matches("textarea, select, input:not([type=button],[type=submit],[type=checkbox],[type=radio],[type=range])")));
    if (active === this.wasTyping) return;
    this.wasTyping = active;
    this.tell({ type: "typing", active });
  }

  fault(event) {
    const place = event.target?.src || event.target?.href || event.filename || "";
    this.tell({ type: "fault", kind: event.message ? "script-error" : "missing-file", detail: `${event.message ?? ""} ${place}`.trim().slice(0, 300) });
  }

  stop() { clearInterval(this.timer); }
}
