/**
 * Who studied on a content origin last in this browser. What content stores there belongs to one
 * person; where another one comes, or nobody knows, the browser is told to forget it first.
 *
 * A content host reads no cookie and so cannot know; the shell, on the academy's origin, can.
 */
const PREFIX = "xueshi.last-here.";

/** Return the address of the wrapper: with "anew" unless the same person was there last. */
export function address(launch) {
  const same = localStorage.getItem(PREFIX + launch.origin) === launch.learner;
  return same ? launch.frame : `${launch.frame}?anew`;
}

/** Note that the learner of *launch* is there: its wrapper has answered. */
export function noteHere(launch) {
  localStorage.setItem(PREFIX + launch.origin, launch.learner);
}
