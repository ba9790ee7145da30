"""Whatever is written, it is read or refused, and soon."""

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from test_nasty import ROWS
from test_no_request import PIECES
from test_worst_texts import LONGEST, WORST
from watching import say

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.read import overhear, read

USUALLY, AT_MOST = 5.0, 20.0  # milliseconds: the 99th percentile, and the worst
BEFORE = read("slope of a^2 at 2").request

JUMBLES = strategies.lists(strategies.sampled_from([*PIECES, *WORST]), max_size=30).map("".join)
TEXTS = strategies.one_of(
    strategies.text(max_size=200),
    strategies.text(PIECES[0] + "x^()+-*/0123456789在导的数,.= \n", max_size=200),
    JUMBLES,
    strategies.builds("{}{}".format, strategies.sampled_from(["slope of ", "求", ""]), JUMBLES),
    strategies.builds(
        lambda row, at, more: row["text"][:at] + more + row["text"][at:],
        strategies.sampled_from(ROWS),
        strategies.integers(0, 60),
        JUMBLES | strategies.text(max_size=20),
    ),
    strategies.builds(
        lambda texts, length: (("slope of " + "".join(texts)) * LONGEST)[:length],
        strategies.lists(strategies.sampled_from([*PIECES, *WORST]), min_size=1, max_size=3),
        strategies.integers(0, LONGEST + 1),
    ),
)


@pytest.mark.parametrize(
    ("texts", "usually", "at_most"),
    [
        pytest.param(100, None, None, id="short"),
        pytest.param(20_000, USUALLY, AT_MOST, id="soak", marks=pytest.mark.soak),
    ],
)
def test_no_text_raises_anything_but_misunderstood_and_none_takes_long(texts, usually, at_most):
    taken = []

    @settings(max_examples=texts, suppress_health_check=list(HealthCheck))
    @given(TEXTS, strategies.sampled_from([None, BEFORE]), strategies.booleans())
    def read_in_every_way(text, before, explicit):
        taken.append((milliseconds(text, before, explicit=explicit), text))
        with suppress(Misunderstood):
            overhear(text)

    read_in_every_way()
    taken.sort()
    worst = [(milliseconds(longest(piece)), piece) for piece in WORST]
    say(f"{len(taken)} texts: p99 {taken[len(taken) * 99 // 100][0]:.1f} ms, most {taken[-1]}")
    say(f"of {LONGEST} characters: most {max(worst)}")
    if at_most:
        assert taken[len(taken) * 99 // 100][0] <= usually
        assert max(taken)[0] <= at_most
        assert max(worst)[0] <= at_most


def longest(piece):
    return ("slope of " + piece * LONGEST)[:LONGEST]


def milliseconds(text, before=None, *, explicit=False):
    """The processor's time, for the machine may be shared; the best of five where it is long."""
    taken = []
    while len(taken) < 5 and min(taken, default=USUALLY) >= USUALLY:
        began = time.process_time()
        with suppress(Misunderstood):
            read(text, before, explicit=explicit)
        taken.append(1000 * (time.process_time() - began))
    return min(taken)
