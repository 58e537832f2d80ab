/** What the page has to say besides the bar: passing lines, and panels that offer a way on. */
import { about, words } from "./words.js";

const PASSING_MS = 6_000;

export class Notices {
  /** @param {HTMLElement} root @param {{course: string, receipt: string}} links */
  constructor(root, links) {
    this.line = root.querySelector("[data-notice]");
    this.panel = root.querySelector("[data-panel]");
    this.links = links;
  }

  passing(sentence) {
    this.line.textContent = sentence;
    this.line.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.line.hidden = true; }, PASSING_MS);
  }

  away(length) { this.passing(words.away(about(length))); }

  confirmed(study) {
    const hours = study.credit?.milli ? (study.credit.milli / 1000).toFixed(1) : null;
    this.passing(hours === null ? words.confirmed : words.credited(hours));
  }

  taken(takeBack) {
    this.show(words.takenTitle, words.takenText, [[words.takeBack, takeBack], [words.toCourse, this.links.course]]);
  }

  over(event, takeBack) {
    if (event.code === "taken-over") this.taken(takeBack);
    else this.show(words.overTitle, event.reason || words.overText, [[words.takeBack, takeBack], [words.toCourse, this.links.course]]);
  }

  signedOut() {
    const back = encodeURIComponent(window.location.pathname + window.location.search);
    this.show(words.signedOutTitle, words.signedOutText, [[words.signIn, `/sign-in?next=${back}`]]);
  }

  ended() {
    this.show(words.endedTitle, words.endedText, [[words.toReceipt, this.links.receipt], [words.toCourse, this.links.course]]);
  }

  failed(status, body, again) {
    if (status === 401 || body?.error === "csrf") {
      this.signedOut();
      return;
    }
    const refused = status === 403 || status === 404;
    const ways = refused ? [] : [[words.retry, again]];
    this.show(words.failTitle, body?.reason || words.failText, [...ways, [words.toCourse, this.links.course]]);
  }

  clear() {
    this.panel.hidden = true;
  }

  /** @param {[string, string | (() => void)][]} ways  words with an address or an action */
  show(title, text, ways) {
    if (!this.panel.hidden && this.shown === title) return;
    this.shown = title;
    const heading = document.createElement("h2");
    heading.textContent = title;
    const line = document.createElement("p");
    line.textContent = text;
    const row = document.createElement("div");
    row.className = "panel-ways";
    row.append(...ways.map(([label, way], number) => this.way(label, way, number === 0)));
    this.panel.replaceChildren(heading, line, row);
    this.panel.hidden = false;
    row.firstElementChild?.focus({ preventScroll: true });
  }

  way(label, way, first) {
    const element = document.createElement(typeof way === "string" ? "a" : "button");
    element.className = first ? "btn btn-primary" : "btn";
    element.textContent = label;
    if (typeof way === "string") element.href = way;
    else {
      element.type = "button";
      element.addEventListener("click", () => {
        this.clear();
        way();
      });
    }
    return element;
  }
}
