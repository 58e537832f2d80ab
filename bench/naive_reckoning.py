"""The engine against the naive reckoning: random cases compared a second, and what they hit.

``python -m bench.naive_reckoning 100000`` compares that many; each case is reckoned under the
seed's tests and under those of other regulations, and fact by fact in a random order.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from random import Random

from credits.rules.evidence_document import parsed
from credits.rules.verified_time import reckoned
from tests.credits.rules import test_oracle, test_running
from tests.credits.rules.adversary import tiny_evidence, variant_rules

CASES = 2_000


def main(cases: int) -> None:
    """Compare *cases* seeds in three ways; a difference ends with the numbers that show it."""
    begin = time.process_time()
    for seed in range(cases):
        test_oracle.compare(Random(seed))
        test_oracle.compare(Random(seed), variant_rules)
        test_running.compare(Random(seed))
    spent = time.process_time() - begin
    print(f"{3 * cases} comparisons, none differs, {3 * cases / spent:.0f} a second")
    print(", ".join(f"{reason} {count}" for reason, count in sorted(hit(cases).items())))


def hit(cases: int) -> Counter[str]:
    """Return in how many of the variant cases each reason occurs."""
    found: Counter[str] = Counter()
    for seed in range(cases):
        random = Random(seed)
        numbers, evidence = variant_rules(random), parsed(tiny_evidence(random))
        found.update(
            reckoned(
                evidence,
                test_oracle.evidence_rules(numbers),
                test_oracle.completion_rules(numbers),
            ).not_counted.keys()
        )
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
