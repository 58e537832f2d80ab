/**
 * The SCORM API that content finds: `window.API` (1.2) or `window.API_1484_11` (2004).
 *
 * Values are judged by the data model and written by the journal; Commit and Terminate answer
 * "true" only for what the server has; or, offline and where the policy allows, for what the
 * browser's local copy has taken; or, while a page is being left and the browser refuses to
 * wait, for what it promised to carry.
 */
const NAMES = {
  scorm12: {
    place: "API",
    Initialize: "LMSInitialize", Terminate: "LMSFinish", GetValue: "LMSGetValue",
    SetValue: "LMSSetValue", Commit: "LMSCommit", GetLastError: "LMSGetLastError",
    GetErrorString: "LMSGetErrorString", GetDiagnostic: "LMSGetDiagnostic",
  },
  scorm2004: { place: "API_1484_11" },
};
const NOT_STORED = { scorm12: "101", scorm2004: "391" };
const REQUEST_VALID = /^adl\.nav\.request_valid\.(continue|previous|choice|jump)(?:\.\{target=([^}]*)\})?$/;

export class ScormApi {
  /**
   * @param {"scorm12"|"scorm2004"} format
   * @param {import("./data_model.js").DataModel} model
   * @param {import("./journal.js").Journal} journal
   * @param {object} options
   * @param {boolean} options.offlineCommit  whether the local copy is enough for "true"
   * @param {object} options.navigation      NAVIGATION of the launch, until the server says more
   * @param {(event: object) => void} options.tell
   */
  constructor(format, model, journal, { offlineCommit, navigation, tell }) {
    Object.assign(this, { format, model, journal, offlineCommit, navigation, tell });
    this.error = null;
    this.nav = null;
  }

  /** Put the API where content looks for it; methods may be called without their object. */
  expose(target = window) {
    const names = NAMES[this.format];
    const api = {};
    for (const method of ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"]) {
      api[names[method] ?? method] = (...given) => this[method](...given);
    }
    if (this.format === "scorm2004") api.version = "1.0";
    target[names.place] = api;
  }

  Initialize(argument = "") {
    this.error = null;
    const answer = this.model.initialize(argument);
    if (answer === "true") this.tell({ type: "initialized" });
    return answer;
  }

  GetValue(element) {
    this.error = null;
    const asked = this.format === "scorm2004" && REQUEST_VALID.exec(element);
    if (asked && this.model.running) return this.requestValid(asked[1], asked[2]);
    return this.model.value(element);
  }

  SetValue(element, value) {
    this.error = null;
    const answer = this.model.set(element, value);
    if (answer !== "true") return answer;
    if (element === "adl.nav.request") this.nav = String(value);
    else this.journal.note(element, String(value));
    return answer;
  }

  Commit(argument = "") {
    this.error = null;
    if (argument !== "" || !this.model.running) return this.model.inner.lmsCommit(argument);
    return this.journal.commit() || this.mayWait() ? "true" : this.notStored();
  }

  Terminate(argument = "") {
    this.error = null;
    if (argument !== "" || !this.model.running) return this.model.finish(argument);
    const nav = this.nav && this.nav !== "_none_" ? this.nav : null;
    const stored = this.journal.terminate(nav);
    if (!stored && !this.journal.lastWords() && !this.mayWait()) {
      this.journal.withdrawEnd();
      return this.notStored();
    }
    this.model.finish("");
    this.tell({ type: "exit", next: stored ? this.journal.answer?.next ?? null : null, nav });
    return "true";
  }

  GetLastError() { return this.error ?? this.model.error; }

  GetErrorString(code) { return this.model.errorString(code); }

  GetDiagnostic(code) { return this.model.diagnostic(code === undefined ? "" : code); }

  /** Unsent changes may change what is allowed, so they travel with the question. */
  requestValid(request, target) {
    const answer = this.journal.asked();
    if (!answer && this.journal.unsaved) return "unknown";
    const navigation = answer?.navigation ?? this.navigation;
    if (!navigation) return "unknown";
    if (request === "choice" || request === "jump") return String(navigation.choice.includes(target));
    return String(Boolean(navigation[request]));
  }

  mayWait() {
    return this.offlineCommit && this.journal.kept === true && !this.journal.over;
  }

  notStored() {
    this.error = NOT_STORED[this.format];
    return "false";
  }
}
