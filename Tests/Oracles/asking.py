"""Fixtures of the attackers: the program that is asked, and a count of what was tried."""

from collections import Counter

import pytest

from disclosure_histories import Probe


@pytest.fixture(scope="module")
def probe():
    probe = Probe()
    yield probe
    probe.close()


@pytest.fixture(scope="module")
def tally():
    """Printed in the end with `-s`."""
    counts = Counter()
    yield counts
    print(f"\n{dict(sorted(counts.items()))}")
