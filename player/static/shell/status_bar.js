/** The bar below the content: verified time, the state in words, when it was last saved. */
import { about, clock, words } from "./words.js";

const JUST_NOW_MS = 5_000;

export class StatusBar {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.count = root.querySelector("[data-count]");
    this.meter = root.querySelector("[data-meter]");
    this.meterFill = root.querySelector("[data-meter-fill]");
    this.chip = root.querySelector("[data-chip]");
    this.saved = root.querySelector("[data-saved]");
    this.spoken = root.querySelector("[data-spoken]");
    this.savedAt = null;
  }

  /** @param {import("./standing.js").Standing} standing */
  show(standing) {
    if (this.chip.dataset.tone === standing.tone && this.chip.textContent === standing.text) return;
    const said = standing.text.replace(/[\d:]+/g, "");
    this.chip.dataset.tone = standing.tone;
    this.chip.textContent = standing.text;
    if (this.said === said) return; // only a number moved: nobody wants that read aloud
    this.said = said;
    this.spoken.textContent = standing.text;
  }

  /**
   * Show verified time of the approved length; *provisional* is seen but not yet acknowledged.
   */
  counted(study, provisional) {
    const shown = Math.min(study.approved_ms, study.verified_ms + provisional);
    this.count.textContent = words.verifiedOf(clock(shown), clock(study.approved_ms));
    const percent = study.approved_ms ? (100 * shown) / study.approved_ms : 0;
    this.meterFill.style.width = `${percent.toFixed(2)}%`;
    this.meter.setAttribute("aria-valuenow", String(Math.floor(percent)));
    this.meter.setAttribute("aria-valuetext", `${this.count.textContent} ${words.verified}`);
    this.meter.dataset.full = String(percent >= 100);
  }

  savedNow() { this.savedAt = performance.now(); }

  /** @param {boolean} unsaved  whether something waits to be saved */
  tellSaved(unsaved) {
    this.saved.dataset.unsaved = String(unsaved);
    if (unsaved) this.saved.textContent = words.unsaved;
    else if (this.savedAt === null) this.saved.textContent = "";
    else {
      const ago = performance.now() - this.savedAt;
      this.saved.textContent = ago < JUST_NOW_MS ? words.savedNow : words.savedAgo(about(ago));
    }
  }
}
