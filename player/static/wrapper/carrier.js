/**
 * Carries the wrapper's messages to the run-time endpoint, which lies on the academy's origin.
 *
 * The token travels in the body and the body is text/plain: such a request needs no preflight,
 * so that one exchange is enough, and it may leave as a beacon while the page goes away.
 *
 * @typedef {object} Delivery
 * @property {number} status  HTTP status; 0 where nobody answered.
 * @property {any} answer     The parsed body, or null.
 */
export class Carrier {
  /** @param {string} endpoint  `<academy>/rt/<launch>` @param {string} token */
  constructor(endpoint, token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /**
   * Post *body* and wait for the answer; the SCORM API knows no other way to answer truthfully.
   * A browser refuses this while any frame is being dismissed; that counts as not answered.
   * @returns {Delivery}
   */
  now(path, body) {
    const request = new XMLHttpRequest();
    try {
      request.open("POST", `${this.endpoint}/${path}`, false);
      request.setRequestHeader("Content-Type", "text/plain;charset=UTF-8");
      request.send(this.sealed(body));
    } catch {
      return { status: 0, answer: null };
    }
    return { status: request.status, answer: parsed(request.responseText) };
  }

  /** @returns {Promise<Delivery>} */
  async later(path, body) {
    try {
      const response = await fetch(`${this.endpoint}/${path}`, {
        method: "POST",
        headers: { "Content-Type": "text/plain;charset=UTF-8" },
        body: this.sealed(body),
        credentials: "omit",
        cache: "no-store",
      });
      return { status: response.status, answer: parsed(await response.text()) };
    } catch {
      return { status: 0, answer: null };
    }
  }

  /** Send *body* with nobody left to hear the answer. @returns {boolean} whether it was taken */
  last(path, body) {
    try {
      return navigator.sendBeacon(`${this.endpoint}/${path}`, this.sealed(body));
    } catch {
      return false;
    }
  }

  sealed(body) {
    return JSON.stringify({ ...body, token: this.token });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
