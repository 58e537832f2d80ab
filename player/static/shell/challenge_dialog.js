/**
 * The presence check: calm, in the middle, answered by pointer, keyboard or in plain words.
 *
 * It never takes the focus from something being typed: then it waits, and F6 reaches it.
 * It counts down in text, says the time aloud only at a few marks, and offers more time.
 */
import { chime } from "./chime.js";
import { drawn } from "./figures.js";
import { clock, language, words } from "./words.js";

const SPOKEN_MARKS_S = new Set([60, 30, 10]);
const LONG_LABEL = 10;
const DONE_MS = 1_600;

export class ChallengeDialog {
  /**
   * @param {HTMLElement} root
   * @param {object} actions  answer(id), moreTime(), mayFocus()
   */
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    this.spoken = false;
    const part = (name) => root.querySelector(`[data-challenge-${name}]`);
    this.parts = Object.fromEntries(["title", "prompt", "options", "left", "note", "more", "form", "live"].map((name) => [name, part(name)]));
    this.parts.more.textContent = words.challenge.more;
    this.parts.more.addEventListener("click", () => this.moreTime());
    this.parts.form.addEventListener("click", () => this.changeForm());
    root.addEventListener("keydown", (event) => this.key(event));
  }

  get open() { return !this.root.hidden; }

  /** Show *challenge*, or take the dialog away when there is none; *afterMiss*: one was missed. */
  show(challenge, { afterMiss = false } = {}) {
    this.challenge = challenge;
    clearTimeout(this.leaving);
    if (!challenge) {
      this.hide();
      return;
    }
    const { parts } = this;
    this.root.dataset.outcome = "";
    this.deadline = challenge.receivedAt + challenge.remaining_ms;
    parts.title.textContent = challenge.closing ? words.challenge.closing : words.challenge.title;
    parts.note.textContent = "";
    this.draw();
    this.root.hidden = false;
    this.tick();
    this.announce(afterMiss);
  }

  announce(afterMiss) {
    this.plainTitle ??= document.title;
    document.title = `【${words.challenge.flag}】${this.plainTitle}`;
    if (document.fullscreenElement && !document.fullscreenElement.contains(this.root)) document.exitFullscreen().catch(() => {});
    chime();
    if (this.actions.mayFocus()) this.focus();
    else this.parts.note.textContent = words.challenge.call;
    if (afterMiss) this.parts.note.textContent = words.challenge.missed;
    this.parts.live.textContent = `${this.parts.title.textContent}。${this.prompt}`;
  }

  get prompt() {
    const { prompt, spoken } = this.challenge;
    return (this.spoken ? spoken.prompt : prompt)[language];
  }

  draw() {
    const { challenge, parts, spoken } = this;
    parts.prompt.textContent = this.prompt;
    const pictured = challenge.options.some((option) => option.figure);
    parts.form.hidden = !pictured;
    parts.form.textContent = spoken ? words.challenge.figure : words.challenge.spoken;
    const options = spoken ? challenge.spoken.options : challenge.options;
    const inScene = Boolean(challenge.scene && !spoken);
    parts.options.dataset.scene = String(inScene);
    parts.options.dataset.long = String(options.some((option) => option.label[language].length > LONG_LABEL));
    if (inScene) parts.options.style.setProperty("--scene-ratio", String(challenge.scene.width / challenge.scene.height));
    parts.options.replaceChildren(...options.map((option, number) => this.option(option, number, inScene)));
  }

  option(option, number, inScene) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "challenge-option";
    button.dataset.option = option.id;
    if (option.figure && !this.spoken) {
      button.append(drawn(option.figure));
      button.setAttribute("aria-label", String(number + 1));
      if (inScene) this.place(button, option.figure);
    } else button.textContent = option.label[language];
    button.addEventListener("click", () => this.answer(option.id));
    return button;
  }

  place(button, { x, y, size }) {
    const { width, height } = this.challenge.scene;
    button.style.left = `${(100 * x) / width}%`;
    button.style.top = `${(100 * y) / height}%`;
    button.style.width = `${(100 * size) / width}%`;
  }

  async answer(id) {
    if (this.busy) return;
    this.busy = true;
    const asked = this.challenge;
    const outcome = await this.actions.answer(id);
    this.busy = false;
    if (!outcome) return;
    if (outcome.correct) this.succeed();
    else if (this.challenge?.id === asked.id) {
      this.parts.note.textContent = `${words.challenge.wrong}${words.challenge.tries(outcome.tries_left)}`;
      this.parts.live.textContent = this.parts.note.textContent;
    }
  }

  succeed() {
    this.root.dataset.outcome = "right";
    this.parts.note.textContent = words.challenge.right;
    this.parts.live.textContent = words.challenge.right;
    this.parts.options.replaceChildren();
    this.challenge = null;
    this.restoreTitle();
    this.leaving = setTimeout(() => this.hide(), DONE_MS);
  }

  hide() {
    this.root.hidden = true;
    this.restoreTitle();
    if (this.returnTo?.isConnected) this.returnTo.focus({ preventScroll: true });
    this.returnTo = null;
  }

  restoreTitle() {
    if (this.plainTitle) document.title = this.plainTitle;
    this.plainTitle = null;
  }

  /** Bring the keyboard to the dialog; afterwards it goes back to where it was. */
  focus() {
    if (!this.open || this.root.contains(document.activeElement)) return;
    this.returnTo = document.activeElement;
    this.root.focus({ preventScroll: true });
  }

  tick() {
    if (!this.open || !this.challenge) return;
    const left = this.deadline - performance.now();
    this.parts.left.textContent = words.challenge.left(clock(left));
    const seconds = Math.round(left / 1000);
    if (SPOKEN_MARKS_S.has(seconds) && this.saidAt !== seconds) {
      this.saidAt = seconds;
      this.parts.live.textContent = this.parts.left.textContent;
    }
    if (left <= 0) this.parts.note.textContent = words.challenge.expired;
  }

  async moreTime() {
    const given = await this.actions.moreTime();
    this.parts.note.textContent = words.challenge.moreText;
    if (given) this.deadline = given.receivedAt + given.remaining_ms;
    this.tick();
  }

  changeForm() {
    this.spoken = !this.spoken;
    this.draw();
    this.root.querySelector(".challenge-option")?.focus({ preventScroll: true });
  }

  key(event) {
    const options = [...this.parts.options.children];
    const place = options.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      options[(Math.max(place, step > 0 ? -1 : 0) + step + options.length) % options.length].focus();
    } else if (/^[1-9]$/.test(event.key) && options[Number(event.key) - 1]) {
      event.preventDefault();
      options[Number(event.key) - 1].focus();
    }
  }
}
