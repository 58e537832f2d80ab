"""Benchmarks of the hot paths: each module measures one, beside its floor, in one run.

Figures are ratios or CPU milliseconds, because machines differ and clocks on shared ones lie.
"""
