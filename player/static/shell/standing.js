/**
 * What the learner is told at this moment: is time counting, and if not, why not, in words.
 *
 * What only this browser knows (hidden, medium stopped, offline) comes first, because it is
 * true at once; then what the server said last.
 */
import { clock, words } from "./words.js";

/**
 * @typedef {object} Standing
 * @property {"counting"|"attention"|"paused"|"idle"|"done"} tone
 * @property {string} text
 */

/**
 * @param {import("./presence.js").Presence|null} presence
 * @param {object} study   STUDY
 * @param {Record<string, string>} reasons  code → sentence, from the server
 * @param {{started: boolean}} page
 * @returns {Standing}
 */
export function standing(presence, study, reasons, page) {
  if (!presence) return unobserved(study);
  const found = CHECKS.find(([applies]) => applies(presence, study, page));
  return found ? found[1](presence, study, reasons) : { tone: "counting", text: words.counting };
}

const CHECKS = [
  [(p) => p.signedOut, () => ({ tone: "attention", text: words.signedOut })],
  [(p) => !p.lease || p.lost, () => ({ tone: "paused", text: words.paused(words.elsewhere) })],
  [(p) => p.challenge, (p) => ({ tone: "attention", text: p.challenge.closing ? words.answerClosing : words.answer })],
  [(p) => !p.online, offline],
  [(p) => !p.visible, () => ({ tone: "paused", text: words.paused(words.hidden) })],
  [(p, s) => s.reason === "TEST_MISSING", () => ({ tone: "attention", text: words.testMissing })],
  [(p, s) => s.confirmed_at !== null || s.state === "review", (p, s) => ({ tone: "done", text: s.confirmed_at ? words.confirmed : words.review })],
  [(p, s) => owes(s), () => ({ tone: "attention", text: words.answer })],
  [(p, s, page) => !page.started, () => ({ tone: "idle", text: words.starting })],
  [(p) => !p.attending, () => ({ tone: "idle", text: words.openWindow })],
  [(p, s) => s.kind === "video" && !p.media, () => ({ tone: "idle", text: words.noMedia })],
  [(p, s) => s.kind === "video" && !p.playing, () => ({ tone: "paused", text: words.paused(words.notPlaying) })],
  [(p, s) => s.reason === "RATE_TOO_HIGH" && p.media?.rate_milli > 1000, () => ({ tone: "paused", text: words.paused(words.tooFast) })],
  [(p) => p.idle, (p, s, reasons) => serverReason("IDLE", reasons)],
  [(p, s) => s.state === "paused" && LASTING.has(s.reason), (p, s, reasons) => serverReason(s.reason, reasons)],
];

/** After a missed challenge the learner may ask for another. */
export function owes(study) {
  return study.state === "paused" && ["CHALLENGE_MISSED", "CHALLENGE_OPEN", "UNPROVEN", "AWAITING_CONFIRMATION"].includes(study.reason);
}

/** These reasons go on by themselves; the others told of a span that is past. */
const LASTING = new Set([
  "OVER_DAILY_CAP", "OVER_COURSE_CAP", "OVER_PERIOD_CAP", "OVER_ROLLING_CAP", "OUTSIDE_HOURS",
  "COURSE_FAILED", "NOT_LEASE_HOLDER", "NOT_OBSERVABLE", "NOT_RECORDED", "ENDED",
]);

function serverReason(code, reasons) {
  return { tone: "paused", text: words.paused(reasons[code] ?? code) };
}

function offline(presence) {
  const away = presence.offlineSince === null ? 0 : performance.now() - presence.offlineSince;
  if (away > presence.limits.offline_ms) return { tone: "paused", text: words.offlineLong };
  return { tone: "attention", text: words.offline(clock(presence.provisional)) };
}

function unobserved(study) {
  if (study?.reason === "NOT_OBSERVABLE") return { tone: "idle", text: words.unobservable };
  if (study?.confirmed_at) return { tone: "done", text: words.confirmed };
  if (study?.state === "review") return { tone: "done", text: words.review };
  return { tone: "idle", text: study ? words.unrecorded : words.starting };
}
