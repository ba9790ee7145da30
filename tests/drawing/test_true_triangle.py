"""The triangle is the true one: its corners are on the curve, its scale is what is said."""

import math
from dataclasses import replace

import numpy as np
import pytest
from gallery import (
    AVERAGES,
    COMPARISONS,
    FLAT,
    LINES,
    SLOPES,
    TWO_SIDED,
    UPRIGHT,
    WITHOUT_TRIANGLE,
    asked,
    circles,
    drawn,
    lens,
    lines,
    said_times,
    texts,
    triangles,
)

from bot.tutor.calculus import teach

PIXEL = 1.0


def cases(table):
    return pytest.mark.parametrize("request_", table.values(), ids=table.keys())


def ratio_of(nudged):
    return float(nudged.ratio.decimal)


@cases(SLOPES)
def test_the_triangle_is_as_steep_as_the_ratio_in_the_scale_that_is_said(request_):
    figure = drawn(request_)
    ((point, under, over),) = triangles(figure)
    nudged = teach(request_).outcomes[0].nudged
    run, rise = under[0] - point[0], over[1] - under[1]
    stretch = said_times(figure, "↕ ") or 1.0
    assert point[1] == pytest.approx(under[1])
    assert under[0] == pytest.approx(over[0])
    assert math.copysign(1, run) == math.copysign(1, float(nudged.run.decimal))
    assert rise / run / stretch == pytest.approx(ratio_of(nudged), rel=1e-9)


@cases(SLOPES)
def test_run_and_rise_have_one_scale_unless_a_sign_says_otherwise(request_):
    slope = abs(float(teach(request_).outcomes[0].slope.decimal))
    assert (said_times(drawn(request_), "↕ ") is None) == (0.25 <= slope <= 4)


@cases(SLOPES)
def test_both_points_are_on_the_magnified_curve_to_a_pixel(request_):
    figure = drawn(request_)
    ((point, _, over),) = triangles(figure)
    (curve,) = lines(figure, "magnified curve")
    for corner in (point, over):
        assert np.interp(corner[0], curve[:, 0], curve[:, 1]) == pytest.approx(corner[1], abs=PIXEL)


@pytest.mark.parametrize("run", ["1", "0.1", "0.001", "1e-9", "1e-16", "1e-30"])
def test_the_magnified_curve_is_the_parabola_however_small_the_nudge(run):
    figure = drawn(asked("a^2", "2", run=run))
    ((point, under, over),) = triangles(figure)
    (curve,) = lines(figure, "magnified curve")
    unit, nudge = under[0] - point[0], float(run)
    steps = (curve[:, 0] - point[0]) / unit
    stretch = said_times(figure, "↕ ") or 1.0
    expected = point[1] + unit * stretch * (4 * steps + nudge * steps**2)
    seen = np.abs(curve[:, 1]) < 1296
    assert np.abs(curve[:, 1] - expected)[seen].max() < PIXEL
    assert over[1] - under[1] == pytest.approx(unit * stretch * (4 + nudge), abs=PIXEL)


FAR_OUT = {
    "a great point": asked("a^2", "10^100"),
    "a great line": asked("10^200*a", "1"),
    "a great value": asked("exp(a)", "100"),
    "a small point": asked("ln(a)", "1/10^12"),
}


@cases(FAR_OUT)
def test_the_magnified_curve_is_seen_however_much_cancels(request_):
    figure = drawn(request_)
    ((point, _, over),) = triangles(figure)
    (curve,) = lines(figure, "magnified curve")
    middle = (point + over) / 2
    assert np.interp(middle[0], curve[:, 0], curve[:, 1]) == pytest.approx(middle[1], abs=5)


@pytest.mark.parametrize(("formula", "run"), [("1/a", "-2"), ("1/a", "-0.9"), ("floor(a)", "0.6")])
def test_a_break_in_reach_of_the_nudge_is_not_joined_across(formula, run):
    figure = drawn(asked(formula, "1" if formula == "1/a" else "1.5", run=run))
    pieces = lines(figure, "magnified curve")
    assert len(pieces) > 1
    for piece in pieces:
        upright = np.abs(np.diff(piece[:, 0])) < 1e-6
        assert np.abs(np.diff(piece[:, 1]))[upright].max(initial=0) < 300


@pytest.mark.parametrize("run", ["0.1", "0.001", "1e-12", "1e-30", "-0.001"])
def test_a_line_has_the_same_triangle_for_every_nudge(run):
    ((point, under, over),) = triangles(drawn(asked("3*a", "5", run=run)))
    assert (over[1] - point[1]) / (under[0] - point[0]) == pytest.approx(3)


@cases(SLOPES)
def test_the_lens_magnifies_as_often_as_it_says(request_):
    figure = drawn(request_)
    ((point, under, _),) = triangles(figure)
    nudged = teach(request_).outcomes[0].nudged
    in_lens = abs(under[0] - point[0]) / abs(float(nudged.run.decimal))
    numbers = feet(figure)
    (first, left), *_, (last, right) = sorted(numbers)
    in_graph = (right - left) / (last - first)
    assert said_times(figure, "^") == pytest.approx(in_lens / in_graph, rel=1e-3)


def feet(figure):
    """The round numbers under the graph, and where they stand."""
    bottom = lines(figure, "axis")[0][:, 1].min()
    found = []
    for said in texts(figure):
        if bottom - 80 < said.bottom and said.top < bottom:
            try:
                number = float(said.text.replace("−", "-"))
            except ValueError:
                continue
            found.append((number, (said.left + said.right) / 2))
    return found


@cases(SLOPES | FLAT)
def test_the_tangent_touches_the_curve_at_the_point(request_):
    figure = drawn(request_)
    (point,) = circles(figure, "point")
    (line,) = lines(figure, "tangent")
    assert np.interp(point[0], line[:, 0], line[:, 1]) == pytest.approx(point[1], abs=PIXEL)
    piece = min(lines(figure, "curve"), key=lambda one: np.abs(one[:, 0] - point[0]).min())
    assert np.interp(point[0], piece[:, 0], piece[:, 1]) == pytest.approx(point[1], abs=3 * PIXEL)


@cases(FLAT)
def test_a_flat_triangle_is_a_line_and_no_triangle(request_):
    figure = drawn(request_)
    assert triangles(figure) == []
    (line,) = lines(figure, "flat triangle")
    assert line[0, 1] == line[1, 1]
    assert said_times(figure, "↕ ") is None


@cases(TWO_SIDED)
def test_a_corner_has_an_arm_on_each_side_at_one_scale(request_):
    figure = drawn(request_)
    outcome = teach(request_).outcomes[0]
    (point,) = circles(figure, "magnified point")
    ends = sorted(circles(figure, "after the nudge"))
    for (x, y), nudged in zip(ends, (outcome.nudged_left, outcome.nudged_right), strict=True):
        assert (y - point[1]) / (x - point[0]) == pytest.approx(ratio_of(nudged))
    assert ends[0][0] < point[0] < ends[1][0]


@cases(UPRIGHT)
def test_a_triangle_without_bound_is_as_steep_as_it_is_and_leaves_the_lens(request_):
    figure = drawn(request_)
    _, bottom, _, top = lens(figure)
    for point, under, over in triangles(figure):
        run, rise = under[0] - point[0], over[1] - point[1]
        assert abs(rise / run) > 10
        assert over[1] > top or over[1] < bottom
    assert said_times(figure, "↕ ") is None
    (tangent, *_) = lines(figure, "tangent")
    assert tangent[0, 0] == tangent[1, 0]


@cases(AVERAGES)
def test_an_average_has_its_triangle_between_the_two_points_and_no_tangent(request_):
    figure, lesson = drawn(request_), teach(request_)
    (above, under, over), (point, below, end) = triangles(figure)
    ends = circles(figure, "point") + circles(figure, "nudged point")
    assert [tuple(above), tuple(over)] == [pytest.approx(end) for end in ends]
    assert under == pytest.approx([over[0], above[1]])
    stretch = said_times(figure, "↕ ") or 1.0
    ratio = ratio_of(lesson.nudged)
    assert (end[1] - below[1]) / (below[0] - point[0]) / stretch == pytest.approx(ratio)
    assert (stretch == 1.0) == (0.25 <= abs(ratio) <= 4)
    assert lines(figure, "tangent") + lines(figure, "magnified tangent") == []


def test_the_steps_between_the_ends_of_an_average_are_level():
    for step in lines(drawn(AVERAGES["an average over steps"]), "magnified curve"):
        assert np.ptp(step[:, 1]) == 0


@pytest.mark.parametrize(("name", "slope"), [("a normal line", 2.0), ("an upright normal line", 0)])
def test_a_normal_stands_at_a_right_angle_to_the_curve_in_the_lens(name, slope):
    figure = drawn(LINES[name])
    _, (start, end) = lines(figure, "normal")
    (point,) = circles(figure, "magnified point")
    across, upward = end - start
    assert across + slope * upward == pytest.approx(0, abs=1e-6)
    to_point = np.asarray(point) - start
    assert across * to_point[1] == pytest.approx(upward * to_point[0], abs=1e-3)
    assert lines(drawn(LINES["a tangent line"]), "normal") == []


@cases(WITHOUT_TRIANGLE)
def test_where_there_is_no_slope_no_triangle_is_drawn(request_):
    figure = drawn(request_)
    assert triangles(figure) == []
    assert lines(figure, "flat triangle") == []
    assert lines(figure, "tangent") == []


def test_the_points_of_a_line_have_visibly_the_same_triangle():
    first, second = triangles(drawn(COMPARISONS["two points of a line"]))
    assert second - second[0] == pytest.approx(first - first[0])


def test_triangles_that_are_compared_have_one_scale():
    first, second = triangles(drawn(COMPARISONS["two points of a curve"]))
    (low, high) = ((over[1] - point[1]) for point, _, over in (first, second))
    assert first[1][0] - first[0][0] == pytest.approx(second[1][0] - second[0][0])
    assert high / low == pytest.approx(10.001 / 4.001)


def test_every_compared_point_has_its_slope():
    said = [one.text for one in texts(drawn(COMPARISONS["three points"]))]
    assert [text for text in said if text in ("2", "4", "6")].count("6") >= 1


SIGNS = {
    "a line: equal": (asked("3*a", "5"), ["=", "=", "3"]),
    "a curve: about": (asked("a^2", "2"), ["=", "=", "4.001", "≈", "4"]),
    "a rough nudge: heads to": (asked("a^2", "2", run="1"), ["=", "=", "5", "→", "4"]),
    "the wrong sign: heads to": (asked("1/a", "1", run="-2"), ["=", "=", "1", "→", "−1"]),
    "rounded as the rise is": (asked("1/a", "20"), ["≈", "≈", "−0.0025"]),
    "infinite: heads to": (asked("sqrt(a)", "0"), ["≈", "31.6228", "→", "∞"]),
}


@pytest.mark.parametrize(("request_", "signs"), SIGNS.values(), ids=SIGNS.keys())
def test_what_is_equal_about_or_heads_to_is_told_apart(request_, signs):
    middle = 80  # pixels: the height of the fraction's bar
    said = [one for one in texts(drawn(request_)) if one.bottom < middle < one.top]
    assert [one.text for one in sorted(said, key=lambda one: one.left)] == signs


def test_the_second_derivative_nudges_the_first():
    request_ = replace(SLOPES["the lesson's line"], formulas=("a^3",), points=("2",), order=2)
    ((point, under, over),) = triangles(drawn(request_))
    stretch = said_times(drawn(request_), "↕ ")
    assert (over[1] - point[1]) / (under[0] - point[0]) / stretch == pytest.approx(12.003, rel=1e-3)


SAID_POINTS = {
    "both values to one place": (
        asked("a^2*e^a", "1"),
        ["(1, 2.718281828)", "(1.001, 2.726446194)"],
    ),
    "no rounded number where the nudge leads": (
        asked("sin(a)", "pi/3"),
        ["(π/3, 0.866025404)", r"(π/3 + $\Delta a$, 0.866524971)"],
    ),
}


@pytest.mark.parametrize(("request_", "said"), SAID_POINTS.values(), ids=SAID_POINTS.keys())
def test_the_points_of_a_triangle_are_said_as_the_words_say_them(request_, said):
    points = {one.text for one in texts(drawn(request_)) if one.text.startswith("(")}
    assert points == set(said)


def test_a_fall_is_said_in_as_many_digits_as_a_rise():
    said = {one.text for one in texts(drawn(asked("a^3 - 3a", "-1", "1")))}
    assert {"−0.000002999", "0.000003001"} <= said
