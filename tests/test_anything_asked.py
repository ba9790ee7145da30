"""Whatever is asked, there are words, and a picture where one is promised."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tutor.scene import Said, Scene
from bot.tutor.turn import picture, turn

ATOMS = ("x", "x", "x", "1", "2", "0", "-1", "1/2", "pi", "e", "10^6", "10^-9", "k")
NAMES = ("sin", "tan", "exp", "ln", "sqrt", "cbrt", "abs", "sign", "floor", "relu", "sigmoid")
POWERS = ("2", "3", "1/3", "2/3", "-1", "1/2", "x", "1000", "300")
POINTS = (
    *("0", "1", "-1", "2", "pi", "1/3", "pi/2", "10^6", "10^-9", "10^30", "-10^6"),
    *("sqrt(2)", "10^400", "-40", "1000", "e", "10^-200"),
)
ASKED = (
    *("slope of {} at {}", "second derivative of {} at {}", "tangent to {} at {}"),
    *("table of {} at {}", "why slope of {} at {}", "value of {} at {}", "derivative of {}"),
    *("left derivative of {} at {}", "slope of {} at {} with nudge 0.1"),
    *("slope of {} at {} with nudge 10^-300", "normal line to {} at {}"),
    "average rate of change of {} from {} to 3",
)


def _larger(inner):
    return st.one_of(
        st.builds("({})+({})".format, inner, inner),
        st.builds("({})*({})".format, inner, inner),
        st.builds("({})/({})".format, inner, inner),
        st.builds("({})^({})".format, inner, st.sampled_from(POWERS)),
        st.builds("{}({})".format, st.sampled_from(NAMES), inner),
    )


FORMULAS = st.recursive(st.sampled_from(ATOMS), _larger, max_leaves=4)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.sampled_from(ASKED), FORMULAS, st.sampled_from(POINTS))
def test_every_question_has_words_and_every_promised_picture_is_drawn(asked, formula, point):
    reply = turn(Said(asked.format(formula, point), explicit=True), Scene()).reply
    assert reply.words
    if reply.drawing:
        assert picture(reply.drawing)
