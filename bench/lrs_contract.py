"""The contract of a statement, checked with path and reason, beside ``orjson.loads`` of it.

Target: at most 4 times the floor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import orjson

from bench._statements import made
from lrs.rules.contract import violations
from lrs.rules.versions import Edition

COUNT = 2000
ROUNDS = 15


def main() -> None:
    """Print microseconds a statement, the best of interleaved rounds."""
    found = made(COUNT)
    texts = [orjson.dumps(statement) for statement in found]
    checked, floor = [], []
    for _ in range(ROUNDS):
        checked.append(_each(lambda: [violations(one, Edition.ONE) for one in found]))
        floor.append(_each(lambda: [orjson.loads(text) for text in texts]))
    ours, theirs = min(checked), min(floor)
    print(f"contract {ours:6.2f} µs   orjson.loads {theirs:6.2f} µs   ratio {ours / theirs:.2f}")


def _each(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) / COUNT * 1e6


if __name__ == "__main__":
    main()
