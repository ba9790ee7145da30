"""What of a curve is drawn: joined where it is continuous, broken where it is not, well framed."""

import numpy as np
import pytest
from gallery import (
    FORMULAS,
    FUNCTIONS,
    SLOPES,
    SOUGHT,
    WITHOUT_TRIANGLE,
    asked,
    circles,
    drawn,
    lines,
    texts,
)

from bot.tutor.calculus.sample import sample
from bot.tutor.drawing.curve import pieces, samples
from bot.tutor.drawing.panel import Window
from bot.tutor.drawing.times import Times, near, rounded
from bot.tutor.drawing.window import Subject, window
from bot.tutor.reading.formula import parse


def curve(text):
    tree = parse(text)
    return lambda xs: sample(tree, "a", xs)


def pieced(text, shown):
    return pieces(curve(text), samples(shown), shown)


JOINED = {
    "a steep step": ("atan(1000*a)", (-3, 3, -2, 2)),
    "a high power": ("a^21", (-3, 3, -10, 10)),
    "a vertical tangent": ("cbrt(a)", (-3, 3, -2, 2)),
    "a cusp": ("sqrt(abs(a))", (-3, 3, 0, 2)),
    "a narrow bell": ("exp(-1000*a^2)", (-3, 3, 0, 1)),
    "what outgrows the doubles": ("exp(exp(a))", (0, 8, 0, 100)),
}


@pytest.mark.parametrize(("text", "shown"), JOINED.values(), ids=JOINED.keys())
def test_what_is_continuous_is_one_piece(text, shown):
    drawn_ = pieced(text, Window(*map(float, shown)))
    assert len(drawn_.lines) == 1
    assert drawn_.poles == ()


BROKEN = {
    "a pole": ("1/a", [0], [0]),
    "a pole with one sign": ("1/(a - 1)^2", [1], [1]),
    "poles between samples": ("tan(a)", [-np.pi / 2, np.pi / 2], [-np.pi / 2, np.pi / 2]),
    "a jump": ("sign(a)", [0], []),
    "a low jump": ("a + sign(a - 1)/10", [1], []),
    "steps": ("floor(a)", [-2, -1, 0, 1, 2], []),
}


@pytest.mark.parametrize(("text", "breaks", "poles"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_is_not_joined_across(text, breaks, poles):
    drawn_ = pieced(text, Window(-3.0, 3.0, -3.0, 3.0))
    for place in breaks:
        for xs, _ in drawn_.lines:
            assert not (xs[0] < place - 1e-6 and xs[-1] > place + 1e-6)
    assert drawn_.poles == pytest.approx(poles, abs=1e-6)


@pytest.mark.parametrize("text", ["sqrt(a)", "sqrt(-a)", "asin(a - 1)"])
def test_a_curve_is_drawn_up_to_the_edge_of_its_domain(text):
    drawn_ = pieced(text, Window(-3.0, 3.0, -3.0, 3.0))
    ends = [x for xs, _ in drawn_.lines for x in (xs[0], xs[-1])]
    assert min(abs(x) for x in ends) < 1e-9


WINDOWS = {
    "a line's origin": ("3*a", 5, 3, (0,)),
    "a parabola's vertex": ("a^2", 2, 4, (0,)),
    "a logarithm's asymptote": ("ln(a)", 2, 0.5, (0, 1)),
    "a hyperbola's pole": ("1/a", 2, -0.25, (0,)),
    "a far parabola's vertex": ("a^2", 1000, 2000, (0,)),
}


@pytest.mark.parametrize(("text", "at", "slope", "seen"), WINDOWS.values(), ids=WINDOWS.keys())
def test_a_window_shows_what_a_curve_is_known_for(text, at, slope, seen):
    shown = window(Subject([curve(text)], [at], slopes=[slope]))
    for x in seen:
        assert shown.x0 < x < shown.x1


NARROWED = {
    "quick waves": ("sin(100*a)", 0.0, 100.0),
    "quicker waves": ("sin(10^6*a)", 0.0, 1e6),
    "a high power": ("a^100", 1.0, 100.0),
    "a narrow bell": ("exp(-10^4*(a - 1)^2)", 1.01, -73.58),
}


@pytest.mark.parametrize(("text", "at", "slope"), NARROWED.values(), ids=NARROWED.keys())
def test_a_window_is_neither_a_smear_nor_a_crowd(text, at, slope):
    f = curve(text)
    shown = window(Subject([f], [at], [float(f(np.array([at]))[0])], [slope]))
    ys = np.clip(f(np.linspace(shown.x0, shown.x1, 400)), shown.y0, shown.y1)
    turns = np.count_nonzero(np.diff(np.sign(np.diff(ys))))
    assert turns < 12
    assert np.mean(np.abs(ys - np.median(ys)) < 0.03 * shown.height) < 0.8
    assert 0.02 < abs(slope) * shown.width / shown.height < 50


def test_a_pole_has_its_dashed_asymptote_and_its_number():
    figure = drawn(WITHOUT_TRIANGLE["a pole with one sign"])
    across = {round(line[0, 0]) for line in lines(figure, "asymptote")}
    assert len(across) == 1
    (foot,) = [one for one in texts(figure) if one.text == "3"]
    assert (foot.left + foot.right) / 2 == pytest.approx(across.pop(), abs=2)


def test_a_jump_has_rings_at_its_limits_and_a_dot_at_its_value():
    figure = drawn(WITHOUT_TRIANGLE["a jump with a value between"])
    (low, high), (dot,) = (
        sorted(circles(figure, "ring"), key=lambda at: at[1]),
        circles(figure, "point"),
    )
    assert low[0] == high[0] == dot[0]
    assert dot[1] == pytest.approx((low[1] + high[1]) / 2)


def test_outside_the_domain_nothing_is_marked_on_the_curve():
    figure = drawn(WITHOUT_TRIANGLE["the outside"])
    assert circles(figure, "point") == []
    assert lines(figure, "no value") != []


def test_the_point_has_dotted_guides_and_its_two_numbers():
    figure = drawn(SLOPES["the lesson's line"])
    (point,) = circles(figure, "point")
    assert [line[0] == pytest.approx(point) for line in lines(figure, "guide")] == [True, True]
    assert {"5", "15"} <= {one.text for one in texts(figure)}


def test_the_derivative_is_tied_to_the_function_at_three_points():
    figure = drawn(FUNCTIONS["the derivative of a curve"])
    above, below = sorted(circles(figure, "point")), sorted(circles(figure, "slope"))
    assert [x for x, _ in above] == pytest.approx([x for x, _ in below])
    assert len(above) == 3


FOUND = {"again and again": 4, "on a stretch": 2, "nowhere": 0}


@pytest.mark.parametrize(("where", "count"), FOUND.items(), ids=FOUND.keys())
def test_a_slope_that_is_sought_is_a_line_on_which_all_its_points_lie(where, count):
    figure = drawn(SOUGHT[f"where a slope is, {where}"])
    level = next(line for line in lines(figure, "tie") if line[0, 1] == line[1, 1])
    below, above = circles(figure, "slope"), circles(figure, "point")
    assert len(below) == len(above) == count
    assert all(y == pytest.approx(level[0, 1], abs=1) for _, y in below)


def test_no_slope_is_shown_where_there_is_a_corner():
    figure = drawn(FUNCTIONS["the derivative of a corner"])
    said = {one.text for one in texts(figure)}
    assert {"−1", "1"} <= said
    corner = lines(figure, "zero")[0][0, 0]
    assert all(abs(x - corner) > 1 for x, _ in circles(figure, "slope"))


@pytest.mark.parametrize("request_", FORMULAS.values(), ids=FORMULAS.keys())
def test_where_a_letter_is_open_or_nothing_is_to_be_seen_only_formulas_are_drawn(request_):
    figure = drawn(request_)
    assert lines(figure, "curve") == []
    assert texts(figure) != []


ANSWERS = {
    "a slope": (asked("k*a^2", "3"), "$f'(3) = 6k$"),
    "a value": (asked("k*a^2", "3", wants="value"), "$f(3) = 9k$"),
    "an open point": (asked("a^2", "k"), "$f'(k) = 2k$"),
}


@pytest.mark.parametrize(("request_", "answer"), ANSWERS.values(), ids=ANSWERS.keys())
def test_with_a_letter_left_open_the_answer_is_a_formula(request_, answer):
    assert texts(drawn(request_))[-1].text == answer


NEAR = {
    0.0: Times(1, 0),
    3.05: Times(1, 3),
    0.65: Times(5, 0),
    -2.3: Times(5, -3),
    -1.0: Times(1, -1),
}


@pytest.mark.parametrize(("logarithm", "times"), NEAR.items(), ids=str)
def test_a_factor_is_round(logarithm, times):
    assert near(logarithm) == times


SAID = {
    Times(1, 3): "×1000",
    Times(5, 2): "×500",
    Times(1, -1): "×1/10",
    Times(5, -3): "×1/200",
    Times(2, -1): "×1/5",
    Times(1, 30): "×10³⁰",
    Times(2, 7): "×2·10⁷",
}


@pytest.mark.parametrize(("times", "text"), SAID.items(), ids=SAID.values())
def test_a_factor_is_said(times, text):
    assert str(times) == text


ROUNDED = {0.0: "0", -2.0: "−2", 0.25: "0.25", 1.23456: "1.235", 1e7: "10⁷", -2.5e-6: "−2.5 × 10⁻⁶"}


@pytest.mark.parametrize(("value", "text"), ROUNDED.items(), ids=ROUNDED.values())
def test_a_double_is_said_with_four_digits(value, text):
    assert rounded(value) == text
