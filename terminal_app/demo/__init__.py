"""The sample shop: what `--demo`, the tests and the benchmarks sell and to whom.

Nothing in the till depends on this room; only the composition root and scripts come here.
"""
