/**
 * The SCORM data model of one run: scorm-again holds the values and judges each GetValue and
 * SetValue; nothing of its storing, sequencing or navigation is used.
 */
const KITS = {
  scorm12: { script: "/_/assets/vendor/scorm-again/scorm12.min.js", name: "Scorm12API" },
  scorm2004: { script: "/_/assets/vendor/scorm-again/scorm2004.min.js", name: "Scorm2004API" },
};

/** Text that real SCORM 1.2 courses write longer than the standard allows, and up to where. */
const LONG_TEXT = new Map([
  ["cmi.suspend_data", 65_536],
  ["cmi.core.lesson_location", 4_096],
  ["cmi.comments", 65_536],
]);
const INCORRECT_TYPE = "405";

export class DataModel {
  /**
   * Load the kit of *format* and fill it with *data* (flat: element → value).
   * @returns {Promise<DataModel>}
   */
  static async filled(format, data, { strict = false } = {}) {
    const kit = KITS[format];
    await script(kit.script);
    const inner = new window[kit.name]({ autocommit: false, lmsCommitUrl: false, logLevel: 5, mastery_override: false });
    return new DataModel(inner, data, strict || format !== "scorm12");
  }

  constructor(inner, data, strict) {
    this.inner = inner;
    this.strict = strict;
    this.long = new Map();
    this.unloaded = [];
    for (const element of Object.keys(data).sort(inReadingOrder)) this.load(element, data[element]);
  }

  load(element, value) {
    const text = value === null ? "" : String(value);
    if (text === "" || element.startsWith("adl.nav.")) return;
    try {
      this.inner.setCMIValue(element, text);
      if (this.inner.lmsGetLastError() !== "0") throw new Error(this.inner.lmsGetLastError());
    } catch {
      if (LONG_TEXT.has(element)) this.long.set(element, text);
      else this.unloaded.push(element);
    }
    this.inner.lastErrorCode = "0";
  }

  initialize(argument) { return this.inner.lmsInitialize(argument); }

  finish(argument) { return this.inner.lmsFinish(argument); }

  get running() { return this.inner.isInitialized(); }

  value(element) {
    if (this.running && this.long.has(element)) {
      this.inner.lastErrorCode = "0";
      return this.long.get(element);
    }
    return this.inner.lmsGetValue(element);
  }

  /** Set *element*; answers "true" or "false" as SetValue does. */
  set(element, value) {
    const answer = this.inner.lmsSetValue(element, value);
    if (answer === "true") {
      this.long.delete(element);
      return answer;
    }
    const text = String(value);
    if (!this.strict && this.error === INCORRECT_TYPE && text.length <= (LONG_TEXT.get(element) ?? 0)) {
      this.long.set(element, text);
      this.inner.lastErrorCode = "0";
      return "true";
    }
    return answer;
  }

  get error() { return String(this.inner.lmsGetLastError()); }

  errorString(code) { return this.inner.lmsGetErrorString(code); }

  diagnostic(code) { return this.inner.lmsGetDiagnostic(code); }
}

/** Order elements so that array members come by number, `id` and `type` before the rest. */
export function inReadingOrder(a, b) {
  const left = a.split(".");
  const right = b.split(".");
  for (let level = 0; level < Math.max(left.length, right.length); level += 1) {
    const difference = rank(left[level]) - rank(right[level]);
    if (difference) return difference;
    if (left[level] !== right[level]) return (left[level] ?? "") < (right[level] ?? "") ? -1 : 1;
  }
  return 0;
}

function rank(part) {
  if (part === undefined) return -3;
  if (/^\d+$/.test(part)) return Number(part);
  return { id: -2, type: -1 }[part] ?? 0;
}

function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`cannot load ${address}`));
    document.head.append(element);
  });
}
