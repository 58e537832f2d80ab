/**
 * Our own player for plain media: the browser's controls, subtitles, the place kept.
 *
 * @typedef {object} Media
 * @property {string} src
 * @property {string} type
 * @property {number} length_ms
 * @property {number} position_ms
 * @property {{src: string, language: string, label: string, kind: string}[]} tracks
 * @property {number} max_rate_milli
 */
const KEEP_MS = 5_000;
const ALMOST_DONE_MS = 3_000;
const WORDS = {
  zh: {
    resumed: (clock) => `从上次学到的 ${clock} 继续`,
    rate: (most) => `本课按 ${most} 倍速计时，已恢复`,
    broken: "视频暂时无法播放，请检查网络后刷新页面。",
  },
  en: {
    resumed: (clock) => `Continuing from ${clock}`,
    rate: (most) => `This course counts at ${most}× at most; speed set back`,
    broken: "The video cannot be played just now. Check the network and reload.",
  },
};

export class MediaPlayer {
  /**
   * @param {HTMLElement} place
   * @param {Media} media
   * @param {import("./carrier.js").Carrier} carrier
   * @param {{language: string, title: string}} options
   */
  constructor(place, media, carrier, { language, title }) {
    this.media = media;
    this.carrier = carrier;
    this.words = WORDS[language] ?? WORDS.zh;
    this.element = document.createElement(media.type.startsWith("audio/") ? "audio" : "video");
    this.notice = document.createElement("output");
    this.draw(place, title, language);
    this.listen();
    this.timer = setInterval(() => this.keep(), KEEP_MS);
  }

  draw(place, title, language) {
    const { element, media } = this;
    Object.assign(element, { controls: true, playsInline: true, preload: "auto", src: media.src });
    element.setAttribute("aria-label", title);
    element.setAttribute("controlslist", "nodownload noremoteplayback");
    media.tracks.forEach((given, number) => {
      const track = document.createElement("track");
      Object.assign(track, { kind: given.kind || "subtitles", src: given.src, srclang: given.language, label: given.label });
      track.default = number === 0 || given.language?.slice(0, 2) === language;
      element.append(track);
    });
    const film = document.createElement("div");
    film.className = "film";
    film.append(element, this.notice);
    place.removeAttribute("aria-busy");
    place.replaceChildren(film);
    element.focus();
  }

  listen() {
    const { element, media } = this;
    element.addEventListener("loadedmetadata", () => {
      const length = element.duration * 1000 || media.length_ms;
      if (media.position_ms > 0 && media.position_ms < length - ALMOST_DONE_MS) {
        element.currentTime = media.position_ms / 1000;
        this.say(this.words.resumed(clock(media.position_ms)));
      }
    }, { once: true });
    element.addEventListener("ratechange", () => this.holdRate());
    element.addEventListener("pause", () => this.keep());
    element.addEventListener("ended", () => this.keep());
    element.addEventListener("error", () => this.say(this.words.broken, true));
    document.addEventListener("keydown", (event) => this.key(event));
  }

  holdRate() {
    const most = this.media.max_rate_milli / 1000;
    if (this.element.playbackRate <= most) return;
    this.element.playbackRate = most;
    this.say(this.words.rate(most.toFixed(1)));
  }

  /** Go to *position_ms*: what lies after it has not been counted. */
  stepBack(position_ms) {
    if (position_ms < this.element.currentTime * 1000) this.element.currentTime = position_ms / 1000;
  }

  /** Open at *position_ms* instead of where the learner left. */
  goTo(position_ms) {
    this.media.position_ms = position_ms;
    if (this.element.readyState > 0) this.element.currentTime = position_ms / 1000;
  }

  pause() { this.element.pause(); }

  keep() {
    const position_ms = Math.round(this.element.currentTime * 1000);
    if (position_ms === this.keptPosition) return;
    this.keptPosition = position_ms;
    this.carrier.later("media", this.place());
  }

  lastWords() { this.carrier.last("media", this.place()); }

  place() {
    const { currentTime, duration, paused } = this.element;
    return {
      position_ms: Math.round(currentTime * 1000),
      length_ms: Number.isFinite(duration) ? Math.round(duration * 1000) : this.media.length_ms,
      playing: !paused,
    };
  }

  key(event) {
    if (event.target === this.element || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " || event.key === "k") {
      event.preventDefault();
      if (this.element.paused) this.element.play();
      else this.element.pause();
    }
  }

  say(sentence, stays = false) {
    this.notice.textContent = sentence;
    clearTimeout(this.silence);
    if (!stays) this.silence = setTimeout(() => { this.notice.textContent = ""; }, 4_000);
  }
}

function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}
