"""The worst messages end in a request or a kind refusal; tests/benchmarks/reading.py times them."""

from contextlib import suppress

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.read import read

LONGEST = 4_096
WORST = [
    "at ", "(", "slope of ", "x, ", "a", "9", "1 ", "x!", "x^", "|x", "的", "在", "在1处", "x的",
    "sin ",
    "{x if ", "\\frac{", "d/d", "f'(", "at 1, ", "1,000", "x=", "if x<1 ", "xlnx", "一", "with a=",
    "\\begin{cases}", "½", "²", "nudge 1", "let f(x) be the derivative of ", "/1", "hi ",
    "根号下x加", "(的平方", "x加1", "x加1分之", "三", "x改成", "x=1时", "1:", "{x<1,", "(x<1)",
    "当x<1时x", "A.2 B.", "零点",
    "no wait, x^2 at 1 ", "gradint ", "=2 seconds ", "a ball is ", "🙏 ", "ab. x=1. ", "10 times ",
    "2s ", "x^1/3 ", "with a=1 and ",
]  # fmt: skip


@pytest.mark.parametrize("piece", WORST)
@pytest.mark.parametrize("length", [990, LONGEST])
def test_the_worst_message_is_read_or_refused(piece, length):
    with suppress(Misunderstood):
        assert read(("slope of " + piece * length)[:length]).request.formulas
