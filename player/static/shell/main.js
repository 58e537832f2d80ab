/**
 * The player's page: launches units, shows the content's frame, and tells the learner whether
 * time is counting (docs/player-protocol.md).
 */
import { ChallengeDialog } from "./challenge_dialog.js";
import { ContentFrame } from "./content_frame.js";
import { keep, leftOver, storageWorks } from "./kept_journals.js";
import { Notices } from "./notices.js";
import { Outline } from "./outline.js";
import { Presence } from "./presence.js";
import { post } from "./server.js";
import { owes, standing } from "./standing.js";
import { StatusBar } from "./status_bar.js";
import { bindScreen } from "./screen.js";
import { language, words } from "./words.js";

const settings = JSON.parse(document.getElementById("learn-settings").textContent);
const MORE_TIME = "xueshi.more-time";

const START_MS = 20_000;

class Player {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.launch = null;
    this.presence = null;
    this.study = null;
    this.page = { started: false };
    this.unsaved = false;
    this.frame = new ContentFrame(root.querySelector("[data-content]"), (event) => this.heard(event));
    this.notices = new Notices(root, settings);
    this.bar = new StatusBar(root);
    this.outline = new Outline(root.querySelector("[data-outline-list]"), (unit) => this.move({ unit, request: "choice" }));
    this.dialog = new ChallengeDialog(root.querySelector("[data-challenge]"), {
      answer: (option) => this.presence.answer(option),
      moreTime: () => this.moreTime(),
      mayFocus: () => !this.typing,
    });
    this.confirmButton = root.querySelector("[data-confirm]");
    this.confirmButton.textContent = words.challenge.now;
    this.confirmButton.addEventListener("click", () => this.presence?.askForChallenge());
    this.buttons = { previous: root.querySelector("[data-go=previous]"), continue: root.querySelector("[data-go=continue]") };
    for (const [request, button] of Object.entries(this.buttons)) button.addEventListener("click", () => this.move({ request }));
    this.screen = bindScreen(root);
    this.listen();
  }

  listen() {
    this.timer = new Worker(settings.timer);
    this.timer.onmessage = () => this.tick();
    document.addEventListener("visibilitychange", () => this.presence?.visibilityChanged());
    for (const name of ["pointerdown", "keydown", "wheel", "touchstart"]) {
      document.addEventListener(name, () => this.presence?.ownLife(), { passive: true });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "F6" && this.dialog.open) {
        event.preventDefault();
        this.dialog.focus();
      }
    });
    this.tabs = new BroadcastChannel("xueshi.player");
    this.tabs.onmessage = () => this.presence?.beat(); // another tab launched: ask who holds the lease
    window.addEventListener("online", () => this.presence?.beats.retryNow());
    window.addEventListener("pagehide", () => this.presence?.close());
    window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  }

  /** Leave the present unit, if any, and go where *wish* says. */
  async move(wish) {
    if (this.moving) return;
    this.moving = true;
    this.setBusy(true);
    this.notices.clear();
    const from = this.launch?.launch ?? null;
    if (from) {
      await this.frame.stop();
      this.presence?.close();
    }
    const { status, body } = await post("/player/launches", {
      version: settings.version, unit: null, mode: settings.mode, from, more_time: localStorage.getItem(MORE_TIME) === "yes", ...wish,
    });
    this.moving = false;
    this.setBusy(false);
    if (status === 201) this.begin(body);
    else if (status === 200 && body?.ended) this.finish(body);
    else this.notices.failed(status, body, () => this.move(wish));
  }

  begin(launch) {
    this.launch = launch;
    this.study = launch.study;
    this.page = { started: false };
    this.dialog.show(null);
    this.tabs.postMessage("launched");
    this.root.querySelector("[data-unit-title]").textContent = launch.title === settings.title ? "" : launch.title;
    this.root.dataset.units = launch.outline.filter((item) => item.unit && !item.hidden).length > 1 ? "several" : "one";
    this.outline.show(launch.outline);
    this.navigable(launch.navigation);
    this.screen.outlineFor(launch.outline);
    this.presence = launch.presence ? new Presence(launch.launch, launch.presence, launch.study, this.presenceListener()) : null;
    this.frame.show(launch, {
      runtime: launch.runtime, unit: launch.unit, title: launch.title, language, navigation: launch.navigation,
      keeps: storageWorks(), left_over: leftOver(launch),
    });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.notices.failed(0, null, () => this.takeBack()), START_MS);
    this.draw();
  }

  presenceListener() {
    return {
      changed: () => this.changed(),
      challenged: (challenge, study) => {
        this.dialog.show(challenge, { afterMiss: owes(study) && !challenge?.closing });
      },
      stepBack: (position_ms) => this.frame.tell({ type: "step_back", position_ms }),
      renewed: () => this.notices.passing(words.newSession),
      signedOut: () => this.notices.signedOut(),
    };
  }

  changed() {
    const before = this.study;
    this.study = this.presence.study;
    this.bar.savedAt = this.presence.savedAt ?? this.bar.savedAt;
    this.outline.studied(this.study);
    if (!before?.confirmed_at && this.study.confirmed_at) this.notices.confirmed(this.study);
    if (this.presence.away > 3_000) this.notices.away(this.presence.away);
    this.presence.away = 0;
    if (!this.presence.lease || this.presence.lost) this.notices.taken(() => this.takeBack());
    this.draw();
  }

  takeBack() {
    this.move({ unit: this.launch.unit, request: "choice" });
  }

  async moreTime() {
    localStorage.setItem(MORE_TIME, "yes");
    return (await this.presence.moreTime()) ? this.presence.challenge : null;
  }

  /** What the wrapper says (docs/player-protocol.md, "Wrapper and shell"). */
  heard(event) {
    HEARD[event.type]?.(this, event);
  }

  finish(ended) {
    this.launch = null;
    this.presence = null;
    this.outline.show(ended.outline);
    this.navigable(ended.navigation);
    this.notices.ended();
    this.draw();
  }

  navigable(navigation) {
    const hidden = new Set(navigation.hide);
    for (const [request, button] of Object.entries(this.buttons)) {
      button.disabled = !navigation[request];
      button.hidden = hidden.has(request);
    }
  }

  tick() {
    this.presence?.tick();
    this.dialog.tick();
    this.draw();
  }

  draw() {
    if (!this.study) return;
    const { presence } = this;
    const provisional = presence?.yields && this.study.state === "counting" ? presence.provisional : 0;
    this.bar.counted(this.study, provisional);
    this.bar.show(standing(presence, this.study, settings.reasons, this.page));
    this.bar.tellSaved(this.unsaved || presence?.online === false);
    this.confirmButton.hidden = !presence || Boolean(presence.challenge) || !owes(this.study);
  }

  setBusy(busy) {
    this.root.setAttribute("aria-busy", String(busy));
  }
}

const HEARD = {
  started: (player) => {
    player.page.started = true;
    if (player.launch?.runtime.window !== "own") player.presence?.attend();
    clearTimeout(player.waiting);
    if (settings.at !== null) player.frame.tell({ type: "seek", position_ms: settings.at });
    settings.at = null;
    player.draw();
  },
  media: (player, event) => player.presence?.mediaSeen(event),
  interaction: (player, event) => player.presence?.interacted(event.at),
  window: (player, event) => player.presence?.windowSeen(event),
  typing: (player, event) => { player.typing = event.active; },
  call: (player) => player.dialog.focus(),
  saved: (player, event) => {
    player.unsaved = false;
    player.bar.savedNow();
    if (event.navigation) player.navigable(event.navigation);
    player.outline.progressed(event.progress, player.launch?.unit);
  },
  keep: (player, event) => player.launch && keep(player.launch, event),
  unsaved: (player) => { player.unsaved = true; },
  replayed: (player) => player.notices.passing(words.replayed),
  over: (player, event) => player.notices.over(event, () => player.takeBack()),
  failed: (player, event) => {
    clearTimeout(player.waiting);
    player.notices.failed(0, event, () => player.takeBack());
  },
  exit: (player, event) => {
    if (event.next) player.move({ request: event.next.request, unit: event.next.unit ?? null });
    else if (!player.moving && !player.buttons.continue.disabled) player.notices.passing(words.unitDone);
  },
};

const player = new Player(document.querySelector("[data-player]"));
player.move({ unit: settings.unit, request: settings.unit ? "choice" : "resume" });
