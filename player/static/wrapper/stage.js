/**
 * Where the content stands: a frame that fills the wrapper, or a window of its own.
 *
 * A window of its own needs a click, so a card offers it. The learner counts as present when
 * the shell's page or that window is visible, as far as this origin can see the window.
 */
const LOOK_MS = 1_000;
const WORDS = {
  zh: { offer: "本单元在新窗口中学习。学习时请保持窗口可见。", open: "打开学习窗口", again: "重新打开学习窗口" },
  en: { offer: "This unit opens in its own window. Keep that window visible while you study.", open: "Open the window", again: "Open the window again" },
};

export class Stage {
  /**
   * @param {HTMLElement} place
   * @param {"frame"|"own"} kind
   * @param {"zh"|"en"} language
   * @param {(event: object) => void} tell  hears {type: "window", open, visible}
   */
  constructor(place, kind, language, tell) {
    this.place = place;
    this.own = kind === "own";
    this.words = WORDS[language] ?? WORDS.zh;
    this.tell = tell;
    this.view = null;
  }

  show(address, title) {
    this.place.removeAttribute("aria-busy");
    if (this.own) this.offer(address);
    else this.frame(address, title);
  }

  frame(address, title) {
    const frame = document.createElement("iframe");
    frame.name = "content";
    frame.title = title;
    frame.allow = "autoplay; fullscreen; clipboard-write; picture-in-picture";
    frame.src = address;
    this.place.replaceChildren(frame);
    this.view = frame.contentWindow;
    this.element = frame;
  }

  offer(address) {
    const card = document.createElement("div");
    card.className = "card";
    const line = document.createElement("p");
    line.textContent = this.words.offer;
    const button = document.createElement("button");
    button.textContent = this.words.open;
    button.addEventListener("click", () => {
      this.view = window.open(address, "xueshi_content", "popup,width=1180,height=760");
      button.textContent = this.words.again;
      this.timer ??= setInterval(() => this.look(), LOOK_MS);
    });
    card.append(line, button);
    this.place.replaceChildren(card);
    button.focus();
  }

  look() {
    const open = Boolean(this.view && !this.view.closed);
    let visible = false;
    try {
      visible = open && this.view.document.visibilityState === "visible";
    } catch {
      visible = false; // the window went to another origin, where nothing can be seen
    }
    this.tell({ type: "window", open, visible });
  }

  /** Take the content away while the wrapper lives, so that its last calls find an API. */
  clear() {
    clearInterval(this.timer);
    if (this.own && this.view && !this.view.closed) this.view.close();
    if (this.element) this.element.src = "about:blank";
  }
}
