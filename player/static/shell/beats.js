/**
 * The chain of beats of one presence session: one request at a time, each with the last nonce
 * received, repeated with the same id until it is answered.
 *
 * @typedef {object} Listener
 * @property {(answer: object) => void} beaten   an answered beat
 * @property {(reason: string) => void} ended    the session takes no more: "ended" or "signed-out"
 * @property {(online: boolean) => void} reached whether the last try reached the server
 */
import { post } from "./server.js";

const MOST = 200;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15_000;

export class Beats {
  /** @param {string} session @param {string} nonce @param {Listener} listener */
  constructor(session, nonce, listener) {
    this.path = `/player/sessions/${session}`;
    this.nonce = nonce;
    this.listener = listener;
    this.spans = [];
    this.interactions = [];
    this.underWay = null;
    this.wanted = false;
    this.over = false;
  }

  /** Milliseconds of visible time that the server has not acknowledged. */
  get unacknowledged() {
    const sum = (spans) => spans.reduce((total, span) => total + (span.visible ? span.to - span.from : 0), 0);
    return sum(this.spans) + sum(this.underWay?.spans ?? []);
  }

  add(spans, interactions) {
    this.spans.push(...spans);
    this.interactions.push(...interactions);
  }

  /** Send a beat as soon as the one under way is answered, with or without spans. */
  send() {
    this.wanted = true;
    if (!this.underWay && !this.over) this.pump();
  }

  async pump() {
    while (this.wanted && !this.over) {
      this.wanted = false;
      this.underWay = this.request();
      await this.delivered();
      this.underWay = null;
      if (this.spans.length >= MOST) this.wanted = true;
    }
  }

  request() {
    return {
      request: crypto.randomUUID(),
      nonce: this.nonce,
      spans: this.spans.splice(0, MOST),
      interactions: this.interactions.splice(0, MOST),
    };
  }

  async delivered() {
    let wait = FIRST_WAIT_MS;
    while (!this.over) {
      const { status, body } = await post(`${this.path}/beats`, this.underWay);
      if (this.over) return;
      if (status === 200) {
        this.listener.reached(true);
        this.nonce = body.nonce;
        this.underWay.spans = [];
        this.listener.beaten(body);
        return;
      }
      if (status === 409 && body?.nonce) {
        this.nonce = body.nonce;
        Object.assign(this.underWay, { request: crypto.randomUUID(), nonce: body.nonce });
      } else if (status === 401 || status === 403) return this.end("signed-out");
      else if (status >= 400 && status < 500 && status !== 408 && status !== 429) return this.end("ended");
      else {
        this.listener.reached(false);
        await this.waited(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    }
  }

  waited(ms) {
    return new Promise((resolve) => {
      this.hurry = resolve;
      setTimeout(resolve, ms);
    });
  }

  /** The network is said to be back: do not wait for the next try. */
  retryNow() { this.hurry?.(); }

  end(reason) {
    this.over = true;
    this.listener.ended(reason);
  }

  /**
   * Wait for the beat under way, then post *body* with the chain's nonce and take the new one.
   * @returns {Promise<import("./server.js").Answer>}
   */
  async inChain(path, body) {
    while (this.underWay) await new Promise((resolve) => { setTimeout(resolve, 50); });
    this.underWay = { spans: [] };
    let answer = await post(`${this.path}${path}`, { ...body, nonce: this.nonce });
    if (answer.status === 409 && answer.body?.nonce) {
      this.nonce = answer.body.nonce;
      answer = await post(`${this.path}${path}`, { ...body, nonce: this.nonce });
    }
    this.underWay = null;
    if (answer.body?.nonce) this.nonce = answer.body.nonce;
    if (this.wanted) this.pump();
    return answer;
  }

  /** The page goes away: hand over what is left and end the session. */
  close() {
    if (this.over) return;
    this.over = true;
    const left = this.request();
    if (this.underWay?.spans?.length) left.spans.unshift(...this.underWay.spans);
    post(`${this.path}/close`, left, { keepalive: true });
  }
}
