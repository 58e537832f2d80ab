/** Ticks once a second in a worker, where a hidden page's timers are not slowed down. */
setInterval(() => postMessage(null), 1_000);
