/**
 * The wrapper's conversation with the shell (docs/player-protocol.md, "Wrapper and shell").
 *
 * Only the page that frames us may speak to us, and only its origin hears us; the server's
 * frame-ancestors header sees to it that this page is the academy's.
 */
import { Carrier } from "./carrier.js";
import { DataModel } from "./data_model.js";
import { Journal } from "./journal.js";
import { delivered } from "./left_over.js";
import { LocalCopy } from "./local_copy.js";
import { MediaPlayer } from "./media_player.js";
import { Observer } from "./observer.js";
import { ScormApi } from "./scorm_api.js";
import { Stage } from "./stage.js";

const RUN_TIME = new Set(["scorm12", "scorm2004"]);
const MOST_FAULTS = 20;
const place = document.getElementById("stage");

/** The origin that started us; until then, nobody is told more than that we are here. */
let academy = null;
let run = null;

function tell(event) {
  if (academy) window.parent.postMessage(event, academy);
}

class Run {
  /** @param {object} start  the shell's message: runtime, title, language, navigation, keeps, left_over */
  constructor({ runtime, title, language, navigation, keeps, left_over }) {
    Object.assign(this, { runtime, title, language, navigation, keeps, left_over });
    this.carrier = new Carrier(runtime.endpoint, runtime.token);
    this.faults = [];
    this.faultCount = 0;
  }

  async begin() {
    const { runtime } = this;
    if (RUN_TIME.has(runtime.format)) await this.openRunTime();
    if (runtime.format === "media") {
      this.player = new MediaPlayer(place, runtime.media, this.carrier, this);
      this.observer = new Observer(() => [window], (event) => this.observed(event));
    } else {
      this.stage = new Stage(place, runtime.window, this.language, tell);
      this.stage.show(runtime.content, this.title);
      this.observer = new Observer(() => (this.stage.view ? [this.stage.view] : []), (event) => this.observed(event));
    }
    tell({ type: "started" });
  }

  async openRunTime() {
    const { runtime, carrier } = this;
    const copy = new LocalCopy(runtime.attempt, this.keeps, tell);
    const { values, data } = await delivered(this.left_over, copy, carrier);
    if (values) tell({ type: "replayed", values });
    this.journal = new Journal({ carrier, copy, attempt: runtime.attempt, seq: runtime.seq, tell: (event) => this.journalled(event) });
    const model = await DataModel.filled(runtime.format, data ?? runtime.data, runtime.policy);
    this.api = new ScormApi(runtime.format, model, this.journal, {
      offlineCommit: runtime.policy.offline_commit, navigation: this.navigation, tell,
    });
    this.api.expose();
    for (const element of model.unloaded) this.observed({ type: "fault", kind: "value-not-restored", detail: element });
  }

  journalled(event) {
    if (event.type === "refused") this.observed({ type: "fault", kind: "journal-refused", detail: event.code });
    else if (event.type === "saved") tell({ type: "saved", progress: event.answer.progress, navigation: event.answer.navigation });
    else tell(event);
  }

  observed(event) {
    if (event.type !== "fault") {
      tell(event);
      return;
    }
    this.faultCount += 1;
    if (this.faultCount > MOST_FAULTS) return;
    this.faults.push({ kind: event.kind, detail: event.detail });
    clearTimeout(this.faultTimer);
    this.faultTimer = setTimeout(() => this.carrier.later("diagnostics", { events: this.faults.splice(0) }), 2_000);
  }

  /** Take the content away, deliver what it left, and say so: the shell leaves for another unit. */
  async stop() {
    this.stage?.clear();
    this.player?.pause();
    this.player?.keep();
    await new Promise((resolve) => { setTimeout(resolve, 150); });
    if (this.journal) await this.journal.flush();
    tell({ type: "stopped" });
  }

  lastWords() {
    this.journal?.lastWords();
    this.player?.lastWords();
  }
}

const ORDERS = {
  start: (message, origin) => {
    if (run) return;
    academy = origin;
    run = new Run(message);
    run.begin().catch((problem) => tell({ type: "failed", reason: String(problem?.message ?? problem) }));
  },
  stop: () => run?.stop(),
  step_back: ({ position_ms }) => run?.player?.stepBack(position_ms),
  seek: ({ position_ms }) => run?.player?.goTo(position_ms),
  pause: () => run?.player?.pause(),
};

window.addEventListener("message", ({ data, origin, source }) => {
  if (source !== window.parent || (academy && origin !== academy)) return;
  ORDERS[data?.type]?.(data, origin);
});
window.addEventListener("pagehide", () => run?.lastWords());
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
window.parent.postMessage({ type: "ready" }, "*");
