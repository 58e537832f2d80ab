/**
 * One launch's presence: observes visibility, clock, media and signs of life, sends beats, and
 * opens a new session where the old one cannot go on (sleep, stale spans, an ended session).
 *
 * Time of a session is `performance.now()` less its value when the session was opened; no wall
 * clock is ever sent. The wall clock serves only to notice that the computer slept.
 */
import { Beats } from "./beats.js";
import { post } from "./server.js";
import { SpanRecorder } from "./spans.js";

const SLEEP_MS = 5_000;
const FRESH_MEDIA_MS = 3_500;
const OWN_LIFE_MS = 5_000;
const WITH_CHALLENGE_MS = 10_000;

export class Presence {
  /**
   * @param {string} launch
   * @param {object} presence  PRESENCE of the protocol
   * @param {object} study     STUDY of the protocol
   * @param {object} listener  hears changed(), challenged(challenge, study), stepBack(ms), renewed(), signedOut()
   */
  constructor(launch, presence, study, listener) {
    this.launch = launch;
    this.study = study;
    this.listener = listener;
    this.online = true;
    this.lease = true;
    this.signedOut = false;
    this.windowVisible = null;
    this.media = null;
    this.lastBeatAt = 0;
    this.offlineSince = null;
    this.hiddenSince = null;
    this.lastOwnLife = 0;
    this.yields = true;
    this.attending = false;
    this.opened(presence);
  }

  /** Begin to observe in the session of *presence*, whose answer has just arrived. */
  opened(presence) {
    this.limits = presence;
    this.anchor = performance.now();
    this.offsetWall = Date.now() - this.anchor;
    this.recorder = new SpanRecorder({
      kind: this.study.kind,
      shortest: presence.min_span_ms,
      longest: Math.min(presence.beat_ms, presence.max_span_ms),
    });
    this.observe(0);
    this.interactions = [];
    this.beats = new Beats(presence.session, presence.nonce, {
      beaten: (answer) => this.beaten(answer),
      ended: (reason) => this.ended(reason),
      reached: (online) => this.reached(online),
    });
    this.lastBeatAt = this.anchor;
    this.challenge = null;
    if (presence.challenge) this.challenged(presence.challenge);
  }

  get now() { return performance.now() - this.anchor; }

  get visible() { return document.visibilityState === "visible" || this.windowVisible === true; }

  get playing() {
    return this.study.kind !== "video"
      || Boolean(this.media?.playing && performance.now() - this.media.seenAt < FRESH_MEDIA_MS);
  }

  /** Milliseconds seen here that the server has not counted yet. */
  get provisional() { return this.beats.unacknowledged + this.recorder.pending; }

  /** Once a second, from a timer that hidden pages do not slow down. */
  tick() {
    if (this.beats.over) return;
    if (Math.abs(Date.now() - performance.now() - this.offsetWall) > SLEEP_MS) {
      this.renew("sleep");
      return;
    }
    this.observe(this.now);
    const due = this.challenge ? WITH_CHALLENGE_MS : this.limits.beat_ms;
    if (performance.now() - this.lastBeatAt >= due) this.beat();
  }

  /** The content stands before the learner: from here on there is something to attend to. */
  attend() {
    this.attending = true;
    this.observe(this.now);
  }

  observe(now) {
    if (this.attending) this.recorder.observe(now, this.visible);
  }

  beat() {
    this.lastBeatAt = performance.now();
    this.beats.add(this.recorder.taken(), this.interactions.splice(0));
    this.beats.send();
  }

  visibilityChanged() {
    this.observe(this.now);
    if (this.visible) {
      this.away = this.hiddenSince === null ? 0 : performance.now() - this.hiddenSince;
      this.hiddenSince = null;
    } else this.hiddenSince ??= performance.now();
    this.beat();
    this.listener.changed();
  }

  /** The content's own window was looked at; without it there is nothing to attend to. */
  windowSeen({ open, visible }) {
    const before = this.visible;
    this.windowVisible = open && visible;
    if (open && !this.attending) this.attend();
    else if (!open) {
      this.attending = false;
      this.recorder.close();
    }
    if (this.visible !== before) this.visibilityChanged();
  }

  /** The wrapper saw a medium; its clock and ours start at different moments. */
  mediaSeen(event) {
    const seenAt = event.at - performance.timeOrigin;
    const at = Math.abs(seenAt - performance.now()) < FRESH_MEDIA_MS ? seenAt : performance.now();
    const wasPlaying = this.playing;
    this.media = { ...event, seenAt: at };
    this.recorder.visible = this.visible;
    if (at >= this.anchor) this.recorder.played(at - this.anchor, event);
    if (wasPlaying !== this.playing) this.listener.changed();
  }

  interacted(at = performance.timeOrigin + performance.now()) {
    const moment = Math.round(Math.min(at - performance.timeOrigin, performance.now()) - this.anchor);
    if (moment >= 0) this.interactions.push(moment);
    this.idle = false;
  }

  /** A sign of life on the academy's own page. */
  ownLife() {
    if (performance.now() - this.lastOwnLife < OWN_LIFE_MS) return;
    this.lastOwnLife = performance.now();
    this.interacted();
  }

  beaten({ study, challenge, lease }) {
    const grown = study.verified_ms - this.study.verified_ms;
    this.yields = study.verified_ms === 0 || grown > 0 || study.state !== "counting";
    this.savedAt = performance.now();
    this.study = study;
    this.lease = lease !== false;
    this.idle = study.reason === "IDLE";
    this.challenged(challenge);
    if (study.reason === "STALE" && !this.renewing) this.renew("stale");
    this.listener.changed();
  }

  challenged(challenge) {
    const before = this.challenge?.id;
    this.challenge = challenge ? { ...challenge, receivedAt: performance.now() } : null;
    if (challenge?.id === before) return;
    this.listener.challenged(this.challenge, this.study);
    if (challenge) this.beat(); // the proof that it was shown
  }

  /** Answer the open challenge. @returns {Promise<object|null>} the server's answer, or null */
  async answer(option) {
    const { status, body } = await this.beats.inChain(`/challenges/${this.challenge.id}`, { answer: option });
    return this.afterChallenge(status, body);
  }

  /** Ask for a challenge after a miss. */
  async askForChallenge() {
    const { status, body } = await this.beats.inChain("/challenges", {});
    return this.afterChallenge(status, body);
  }

  /** Ask for twice the time for the open challenge and those to come. */
  async moreTime() {
    const { status, body } = await this.beats.inChain(`/challenges/${this.challenge.id}/more-time`, {});
    if (status !== 200) return false;
    this.challenge = { ...body.challenge, receivedAt: performance.now() };
    return true;
  }

  afterChallenge(status, body) {
    if (status === 410) this.ended("ended");
    if (status !== 200 && status !== 201) return null;
    if (body.study) this.study = body.study;
    const { challenge = null } = body;
    if (!body.correct || challenge) this.challenged(challenge ?? (body.tries_left > 0 ? this.challenge : null));
    else this.challenge = null;
    this.idle = false;
    this.listener.changed();
    return body;
  }

  reached(online) {
    if (online) this.offlineSince = null;
    else this.offlineSince ??= performance.now();
    if (online !== this.online) {
      this.online = online;
      this.listener.changed();
    }
  }

  ended(reason) {
    if (reason === "signed-out") {
      this.signedOut = true;
      this.listener.changed();
      this.listener.signedOut();
    } else if (this.lease) this.renew("ended");
  }

  /** Open a new session of the same launch, with a new anchor. */
  async renew(reason) {
    if (this.renewing) return;
    this.renewing = true;
    this.beats.over = true;
    let wait = 1_000;
    for (;;) {
      const { status, body } = await post(`/player/launches/${this.launch}/sessions`, { reason });
      if (status === 201) {
        this.study = body.study;
        this.opened(body.presence);
        if (body.presence.step_back_ms !== null) this.listener.stepBack(body.presence.step_back_ms);
        this.listener.renewed(reason);
        break;
      }
      if (status >= 400 && status < 500 && status !== 429) {
        this.lost = true;
        break;
      }
      this.reached(false);
      await new Promise((resolve) => { setTimeout(resolve, wait); });
      wait = Math.min(wait * 2, 15_000);
    }
    this.renewing = false;
    this.listener.changed();
  }

  /** The page goes away for good, or the launch is left. */
  close() {
    if (this.beats.over) return;
    this.observe(this.now);
    this.beats.add(this.recorder.taken(), this.interactions.splice(0));
    this.beats.close();
  }
}
