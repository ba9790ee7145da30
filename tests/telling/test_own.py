"""What "try your own" writes: it is read again as what was answered."""

import pytest

from bot.tutor.languages import LANGUAGES
from bot.tutor.reading.read import read
from bot.tutor.telling.own import LONGEST, own


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "slope of 3a at 5",
        "|a| at 0",
        "x2 at 3",
        "1/2x at -3",
        "sin(x) at pi/3",
        "derivative of x^3/(x+1)",
        "ln x at sqrt(2)",
        "e^(-a^2) at 1",
        "f(x)={x^2, x<0; x, x>=0} at 0",
        "slope of x^(1/3) at 0",
        "floor(x) at 2",
        "3a在5处的斜率",
    ],
)
def test_it_asks_for_the_same_function_at_the_same_point(text, language):
    asked = read(text).request
    again = read(own(asked, language)).request
    assert (again.formulas, again.variable, again.points) == (
        asked.formulas,
        asked.variable,
        asked.points,
    )


def test_a_request_too_long_for_the_input_gives_way_to_an_example():
    request = read("derivative of " + "+".join(f"x^{power}" for power in range(2, 80))).request
    assert len(request.formulas[0]) > LONGEST
    assert own(request, "en") == "slope of 3a at 5"
