/**
 * A deck: the pages of one lesson, read in order, with a short quiz at the end.
 *
 * The deck knows nothing of any standard. It tells its *record* what happened
 * (page reached, quiz answered, lesson finished) and is told where the learner left off.
 *
 * @typedef {object} Memory  What a deck remembers between two sittings.
 * @property {number} page     Index of the page last shown.
 * @property {number[]} seen   Indexes of the pages shown so far.
 * @property {number|null} score  Share of right answers of the last try, 0 to 1, or null.
 *
 * @typedef {object} Record  What a standard offers; see the record_*.js files.
 * @property {() => Promise<Memory|null>} open
 * @property {(memory: Memory, progress: number) => void} keep   progress: 0 to 1
 * @property {(score: number, passed: boolean) => void} graded
 * @property {() => void} completed
 * @property {() => (boolean|Promise<boolean>)} mayContinue
 * @property {() => void} goOn
 * @property {() => void} close
 */

import { Quiz } from "./quiz.js";

const PASS = 0.6;

export class Deck {
  /**
   * Open the deck in *body* and keep its record until the page goes away.
   * @param {HTMLElement} body
   * @param {Record} record
   */
  static async open(body, record) {
    const deck = new Deck(body, record);
    const memory = await record.open();
    deck.resume(memory);
    window.addEventListener("pagehide", () => record.close());
    return deck;
  }

  /** @param {HTMLElement} body @param {Record} record */
  constructor(body, record) {
    this.record = record;
    this.pages = [...body.querySelectorAll("main > section")];
    this.memory = { page: 0, seen: [], score: null };
    this.done = false;
    this.bar = body.querySelector(".deck-progress > span");
    this.place = body.querySelector(".deck-place");
    this.back = body.querySelector("[data-go=back]");
    this.forward = body.querySelector("[data-go=forward]");
    this.notice = body.querySelector(".deck-notice");
    this.back.addEventListener("click", () => this.show(this.memory.page - 1));
    this.forward.addEventListener("click", () => this.advance());
    document.addEventListener("keydown", (event) => this.key(event));
    const form = body.querySelector("form.quiz");
    this.quiz = form ? new Quiz(form, (score) => this.graded(score)) : null;
  }

  /** Show the page of *memory*, or the first page where there is none. */
  resume(memory) {
    if (memory) {
      this.memory = { ...this.memory, ...memory };
      if (this.memory.page > 0) this.say(`已回到上次学到的位置：第 ${this.memory.page + 1} 页`);
    }
    if (this.quiz && this.memory.score !== null) this.quiz.showPrevious(this.memory.score, PASS);
    this.show(Math.min(this.memory.page, this.pages.length - 1), { quiet: true });
  }

  /** Show page *index* and tell the record. */
  show(index, { quiet = false } = {}) {
    if (index < 0 || index >= this.pages.length) return;
    this.pages.forEach((page, number) => { page.hidden = number !== index; });
    this.memory.page = index;
    if (!this.memory.seen.includes(index)) this.memory.seen.push(index);
    this.drawPlace();
    const heading = this.pages[index].querySelector("h1, h2");
    window.scrollTo(0, 0);
    if (!quiet) this.notice.hidden = true;
    if (heading && !quiet) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    this.record.keep(this.memory, this.progress());
    this.finishWhenDone();
  }

  /** One page forward; on the last page, on to what follows the lesson. */
  advance() {
    if (this.memory.page + 1 < this.pages.length) this.show(this.memory.page + 1);
    else if (this.done) this.record.goOn();
    else this.say(this.quiz && !this.quizPassed() ? "请先完成本页的小测验。" : "还有没有看过的页面，请往回看一看。");
  }

  graded(score) {
    this.memory.score = score;
    this.record.graded(score, score >= PASS);
    this.record.keep(this.memory, this.progress());
    this.finishWhenDone();
  }

  quizPassed() {
    return this.memory.score !== null && this.memory.score >= PASS;
  }

  /** Share of the lesson done: pages seen, the quiz counting as one page more. */
  progress() {
    const quiz = this.quiz ? 1 : 0;
    const done = this.memory.seen.length + (quiz && this.quizPassed() ? 1 : 0);
    return done / (this.pages.length + quiz);
  }

  async finishWhenDone() {
    if (this.done || this.progress() < 1) return;
    this.done = true;
    this.record.completed();
    const onward = await this.record.mayContinue();
    this.say(onward ? "本讲已学完，可以进入下一讲。" : "本课内容已学完。认证时间以学习平台上方的计时为准。");
    this.drawPlace(onward);
  }

  drawPlace(onward = false) {
    const last = this.memory.page + 1 === this.pages.length;
    this.bar.style.width = `${Math.round(this.progress() * 100)}%`;
    this.place.textContent = `${this.memory.page + 1} / ${this.pages.length}`;
    this.back.disabled = this.memory.page === 0;
    this.forward.textContent = last ? (onward ? "进入下一讲" : "学完了") : "下一页";
    this.forward.hidden = last && this.done && !onward;
  }

  say(sentence) {
    this.notice.textContent = sentence;
    this.notice.hidden = false;
  }

  key(event) {
    if (event.target.closest("input, textarea, select") || event.altKey || event.ctrlKey) return;
    if (event.key === "ArrowRight") this.advance();
    else if (event.key === "ArrowLeft") this.show(this.memory.page - 1);
  }
}
