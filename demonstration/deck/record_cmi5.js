/**
 * The record of a deck by cmi5 (Quartz): statements to the LRS, memory in the State resource.
 *
 * Every statement copies the contextTemplate of LMS.LaunchData and carries the registration;
 * "initialized" comes first and "terminated" last (cmi5 9.3).
 */
import { remembered } from "./record_scorm12.js";

const VERB = "http://adlnet.gov/expapi/verbs/";
const CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const MEMORY = "deck.memory";

export class Cmi5Record {
  constructor(address = window.location.search) {
    const launch = new URLSearchParams(address);
    this.endpoint = launch.get("endpoint")?.replace(/\/?$/, "/");
    this.fetchAddress = launch.get("fetch");
    this.actor = launch.get("actor");
    this.registration = launch.get("registration");
    this.activity = launch.get("activityId");
    this.opened = Date.now();
    this.queue = Promise.resolve();
  }

  async open() {
    if (!this.endpoint || !this.fetchAddress) return null;
    const answer = await fetch(this.fetchAddress, { method: "POST" });
    const token = (await answer.json())["auth-token"];
    if (!token) return null;
    this.headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3" };
    this.launchData = await (await this.state("LMS.LaunchData", "GET")).json();
    await this.preferences();
    await this.send("initialized", {}, [CMI5]);
    const kept = await this.state(MEMORY, "GET");
    const memory = kept.ok ? remembered(await kept.text()) : null;
    this.alreadyCompleted = Boolean(memory?.completed);
    this.alreadyPassed = Boolean(memory?.passed);
    return memory;
  }

  keep(memory, progress) {
    if (!this.headers) return;
    this.memory = { ...memory, completed: this.alreadyCompleted, passed: this.alreadyPassed };
    this.later(() => this.state(MEMORY, "PUT", JSON.stringify(this.memory)));
    const percent = Math.round(progress * 100);
    if (percent > (this.percent ?? 0) && percent < 100) {
      this.percent = percent;
      this.later(() => this.send("progressed", { extensions: { [PROGRESS]: percent } }, []));
    }
  }

  graded(score, passed) {
    if (!this.normal() || this.alreadyPassed) return;
    if (passed && score < (this.launchData.masteryScore ?? 0)) return;
    this.alreadyPassed = passed;
    const result = { score: { scaled: score }, success: passed, duration: this.duration() };
    this.later(() => this.send(passed ? "passed" : "failed", result, [CMI5, MOVE_ON]));
  }

  completed() {
    if (!this.normal() || this.alreadyCompleted) return;
    this.alreadyCompleted = true;
    const result = { completion: true, duration: this.duration() };
    this.later(() => this.send("completed", result, [CMI5, MOVE_ON]));
    this.later(() => this.state(MEMORY, "PUT", JSON.stringify({ ...this.memory, completed: true, passed: this.alreadyPassed })));
  }

  mayContinue() { return false; }

  goOn() {
    this.close();
    const back = this.launchData?.returnURL;
    if (back) this.later(() => { window.location.assign(back); });
  }

  close() {
    if (!this.headers || this.closed) return;
    this.closed = true;
    this.later(() => this.send("terminated", { duration: this.duration() }, [CMI5]));
  }

  /** Only a normal launch may be marked (cmi5 10.2.2). */
  normal() { return this.headers && this.launchData.launchMode === "Normal"; }

  duration() { return `PT${((Date.now() - this.opened) / 1000).toFixed(2)}S`; }

  /** Requests go out one after the other, so that the record keeps the order of events. */
  later(request) { this.queue = this.queue.then(request).catch(() => {}); }

  preferences() {
    const query = new URLSearchParams({ agent: this.actor, profileId: "cmi5LearnerPreferences" });
    return fetch(`${this.endpoint}agents/profile?${query}`, { headers: this.headers });
  }

  state(id, method, body) {
    const query = new URLSearchParams({
      activityId: this.activity, agent: this.actor, registration: this.registration, stateId: id,
    });
    const headers = body ? { ...this.headers, "Content-Type": "application/json" } : this.headers;
    return fetch(`${this.endpoint}activities/state?${query}`, { method, headers, body, keepalive: Boolean(body) });
  }

  send(verb, result, categories) {
    const template = this.launchData.contextTemplate ?? {};
    const activities = template.contextActivities ?? {};
    const category = [...(activities.category ?? []), ...categories.map((id) => ({ id }))];
    const statement = {
      id: crypto.randomUUID(),
      actor: JSON.parse(this.actor),
      verb: { id: VERB + verb, display: { "en-US": verb } },
      object: { objectType: "Activity", id: this.activity },
      context: {
        ...template,
        registration: this.registration,
        contextActivities: category.length ? { ...activities, category } : activities,
      },
      timestamp: new Date().toISOString(),
    };
    if (Object.keys(result).length) statement.result = result;
    return fetch(`${this.endpoint}statements`, {
      method: "POST",
      keepalive: true,
      headers: { ...this.headers, "Content-Type": "application/json" },
      body: JSON.stringify(statement),
    });
  }
}
