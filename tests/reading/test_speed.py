"""Reading is linear: the worst message costs some milliseconds, a usual one less than one."""

import time
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
USUAL = [
    "slope of 3a at 5",
    "derivative of a^2 at a = 2",
    "3a在5处的斜率",
    "hi! could you please find the derivative of 2x^3 at x=1 thanks",
    "今天我们去吃饭吧",
]


def seconds(text):
    """The processor's time for a message: the best of three, since the machine is shared."""
    return min(_seconds(text) for _ in range(3))


def _seconds(text):
    start = time.process_time()
    with suppress(Misunderstood):
        read(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", WORST)
@pytest.mark.parametrize("length", [990, LONGEST])
def test_no_message_takes_long(piece, length):
    assert seconds(("slope of " + piece * length)[:length]) < 0.06


@pytest.mark.parametrize("text", USUAL)
def test_a_usual_message_takes_no_time(text):
    seconds(text)
    assert seconds(text) < 0.003
