/**
 * Keeps, in the academy's own storage, what a run's journal could not deliver yet.
 *
 * Copies are filed by registration, which no other person has, so that a shared computer
 * never delivers one learner's work under another's name.
 */
const PREFIX = "xueshi.journal.";
const LONGEST_TEXT = 1_000_000;
const MONTH_MS = 30 * 24 * 3600 * 1000;

/** @returns {boolean} whether this browser keeps anything */
export function storageWorks() {
  try {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
    return true;
  } catch {
    return false;
  }
}

/** File the *entries* of *attempt*, or take the file away when there are none. */
export function keep({ registration, unit }, { attempt, entries }) {
  const key = `${PREFIX}${registration}.${attempt}`;
  try {
    if (!entries.length) localStorage.removeItem(key);
    else {
      const text = JSON.stringify({ unit, attempt, entries, at: Date.now() });
      if (text.length <= LONGEST_TEXT) localStorage.setItem(key, text);
    }
  } catch {
    // storage full or forbidden: the journal itself still tries to deliver
  }
}

/** Return what earlier runs of the unit of *launch* left, the oldest first. */
export function leftOver({ registration, unit, runtime }) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
      .filter((copy) => isFresh(copy) && copy.key.startsWith(`${PREFIX}${registration}.`))
      .filter((copy) => copy.unit === unit && copy.attempt !== runtime.attempt)
      .sort((a, b) => a.at - b.at)
      .map(({ attempt, entries }) => ({ attempt, entries }));
  } catch {
    return [];
  }
}

function isFresh(copy) {
  if (Date.now() - copy.at < MONTH_MS) return true;
  localStorage.removeItem(copy.key);
  return false;
}
