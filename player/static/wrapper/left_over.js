/**
 * Delivers what an earlier run of the same unit left in this browser, before the new run's
 * first entry: under its own run and numbers, so that nothing is written twice.
 *
 * @param {import("./local_copy.js").Left[]} leftOver
 * @param {import("./local_copy.js").LocalCopy} copy
 * @param {import("./carrier.js").Carrier} carrier
 * @returns {Promise<{values: number, data: object|null}>} how many values arrived, and the
 *   data model as it is with them, or null where nothing changed
 */
export async function delivered(leftOver, copy, carrier) {
  let values = 0;
  let data = null;
  for (const left of leftOver) {
    const answer = await allOf(left, carrier);
    if (answer === null) continue; // nobody answered: the copy waits for a better day
    copy.forget(left.attempt);
    if (!answer.data) continue;
    data = answer.data;
    values += left.entries.reduce((sum, entry) => sum + entry.set.length, 0);
  }
  return { values, data };
}

/** Deliver the entries of *left*; null where the network failed, else what came of it. */
async function allOf({ attempt, entries }, carrier) {
  let data = null;
  let shift = 0;
  for (const entry of entries) {
    let { status, answer } = await carrier.later("journal", { attempt, ...entry, seq: entry.seq + shift });
    if (status === 409 && answer?.error === "gap") {
      shift = answer.expected - entry.seq;
      ({ status, answer } = await carrier.later("journal", { attempt, ...entry, seq: entry.seq + shift }));
    }
    if (status === 0 || status >= 500) return null;
    if (status !== 200) break; // that run takes nothing more
    data = answer.data ?? data;
  }
  return { data };
}
