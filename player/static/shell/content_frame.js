/**
 * The frame that holds the wrapper, and the conversation with it.
 *
 * Only the wrapper's own window and origin are listened to.
 */
import { address, noteHere } from "./last_here.js";

const STOP_MS = 4_000;

export class ContentFrame {
  /** @param {HTMLElement} place @param {(event: object) => void} hear */
  constructor(place, hear) {
    this.place = place;
    this.hear = hear;
    this.frame = null;
    this.origin = "";
    window.addEventListener("message", (event) => this.received(event));
  }

  /** Show the wrapper of *launch*; it is started as soon as it is ready. */
  show(launch, start) {
    this.start = start;
    this.launch = launch;
    this.origin = launch.origin;
    const frame = document.createElement("iframe");
    frame.className = "content-frame";
    frame.title = launch.title;
    frame.allow = "autoplay; fullscreen; clipboard-write; picture-in-picture";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads");
    frame.src = address(launch);
    this.place.replaceChildren(frame);
    this.frame = frame;
  }

  received({ data, origin, source }) {
    if (!this.frame || source !== this.frame.contentWindow || origin !== this.origin) return;
    if (typeof data?.type !== "string") return;
    if (data.type === "ready") {
      noteHere(this.launch);
      this.tell({ type: "start", ...this.start });
    } else if (data.type === "stopped") this.stopped?.();
    else this.hear(data);
  }

  tell(message) {
    this.frame?.contentWindow?.postMessage(message, this.origin);
  }

  /** Have the wrapper deliver everything, then take it away. */
  async stop() {
    if (!this.frame) return;
    await new Promise((resolve) => {
      this.stopped = resolve;
      setTimeout(resolve, STOP_MS);
      this.tell({ type: "stop" });
    });
    this.stopped = null;
  }
}
