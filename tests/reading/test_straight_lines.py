"""A straight line as an equation is read as what y is; nothing else is taken for one."""

import pytest

from bot.tutor.reading.printing import plain
from bot.tutor.reading.straight import straight_line

# By hand: what is left of y when the rest goes to the other side.
LINES = {
    "standard form": ("2x+3y=6", "-2*x/3 + 2"),
    "all on one side": ("x - y + 1 = 0", "x + 1"),
    "from a point and a slope": ("y - 3 = 2(x - 1)", "2*x + 1"),
    "a fraction": ("x/2 + y/4 = 1", "-2*x + 4"),
    "y on both sides": ("3y = y + 4x", "2*x"),
    "turned round": ("6 = 2x - 3y", "2*x/3 - 2"),
    "brackets": ("2(x + y) = 3", "-x + 3/2"),
    "a number under a bracket": ("(x + y)/2 = 1", "-x + 2"),
    "another letter": ("4t - 2y = 8", "2*t - 4"),
    "x cancels": ("x + y = x + 3", "3"),
}


@pytest.mark.parametrize(("piece", "height"), LINES.values(), ids=LINES.keys())
def test_a_line_is_read_as_what_y_is(piece, height):
    line = straight_line(piece)
    assert line is not None
    assert plain(line.tree) == height
    (written, read) = line.repairs[0]
    assert (written, read[:4]) == (piece, "y = ")


NO_LINES = {
    "a circle": "x^2 + y^2 = 1",
    "a product": "x*y = 1",
    "y below": "1/y = x",
    "no y": "2x = 6",
    "only y": "5y = 10",
    "y goes away": "y + x = y + 3",
    "three letters": "a*x + y = 3",
    "no equation": "2x + 3y",
    "two equations": "x + y = 1 = y",
    "nothing on a side": "x + y =",
    "over nothing": "y/0 + x = 1",
    "a curve": "x^2 + y = 1",
    "a root": "sqrt(x) + y = 1",
}


@pytest.mark.parametrize("piece", NO_LINES.values(), ids=NO_LINES.keys())
def test_nothing_else_is_taken_for_a_line(piece):
    assert straight_line(piece) is None
