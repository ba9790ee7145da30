"""What is said in a picture stays in its frame, keeps apart, and is mathematics only."""

import re

import numpy as np
import pytest
from gallery import EVERY, SLOPES, drawn, lens, lines, texts
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from bot.tutor.calculus import teach
from bot.tutor.drawing.draw import picture
from bot.tutor.drawing.labels import Spot, label
from bot.tutor.drawing.marks import Inscription
from bot.tutor.drawing.sheet import Box, Sheet, Type
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request

MATHEMATICS = {"sin", "cos", "tan", "exp", "ln", "sgn", "sqrt", "theta", "frac", "left", "right"}
MATHEMATICS |= {
    "erf",
    "Delta",
    "pi",
    "Gamma",
    "max",
    "neq",
    "leq",
    "geq",
    "min",
    "lfloor",
    "rfloor",
    "relu",
    "mathrm",
    "operatorname",
    "cdot",
}


@pytest.mark.parametrize("request_", EVERY.values(), ids=EVERY.keys())
def test_labels_stay_in_the_frame_keep_apart_and_use_no_words(request_):
    check_labels(drawn(request_))


PARTS = ["a", "3*a", "a^2", "1/a", "sqrt(a)", "ln(a)", "sin(a)", "exp(a)", "abs(a)", "floor(a)"]
PARTS += ["cbrt(a)", "relu(a - 1)", "1/(1 + a^2)", "tan(a)", "a^3 - a", "max(a, 1/a)", "7"]
POINTS = ["0", "1", "-1", "2", "1/3", "-7/2", "pi/6", "10", "1000", "0.001"]


WANTS = ["slope", "slope", "value", "tangent", "normal", "average", "where", "table", "why"]


ASKED = st.fixed_dictionaries(
    {
        "points": st.lists(st.sampled_from(POINTS), max_size=4, unique=True).map(tuple),
        "run": st.sampled_from([None, None, "1", "-0.1", "1e-9", "1e-30"]),
        "order": st.sampled_from([1, 1, 1, 2, 3]),
        "wants": st.sampled_from(WANTS),
        "target": st.sampled_from(["0", "1"]),
    }
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    joint=st.sampled_from(["{}", "{} + {}", "({})*({})", "({})/({})"]),
    parts=st.tuples(st.sampled_from(PARTS), st.sampled_from(PARTS)),
    rest=ASKED,
    look=st.sampled_from(["light", "dark"]),
)
def test_labels_of_any_picture_stay_in_the_frame_and_keep_apart(joint, parts, rest, look):
    text = plain(parse(joint.format(*parts)))
    try:
        lesson = teach(Request((text,), "a", **rest))
    except Misunderstood:
        reject()
    check_labels(picture(lesson, look))


def check_labels(figure):
    width, height = figure.get_size_inches() * figure.dpi
    said = texts(figure)
    for one in said:
        assert one.left >= 0, one
        assert one.bottom >= 0, one
        assert one.right <= width, one
        assert one.top <= height, one
        assert not re.search("[⺀-鿿]", one.text)
        assert set(re.findall("[A-Za-z]{2,}", one.text)) <= MATHEMATICS
    for number, one in enumerate(said):
        for other in said[number + 1 :]:
            apart = (
                one.right <= other.left
                or other.right <= one.left
                or one.top <= other.bottom
                or other.top <= one.bottom
            )
            assert apart, (one, other)


@pytest.mark.parametrize("request_", SLOPES.values(), ids=SLOPES.keys())
def test_the_lines_that_open_to_the_lens_cross_no_number(request_):
    figure = drawn(request_)
    for ends in lines(figure, "beam"):
        if len(ends) == 2:
            along = np.linspace(*ends, 400)
            for one in texts(figure):
                assert not Box(one.left, one.bottom, one.right, one.top).holds(along).any(), one


@pytest.mark.parametrize("name", ["the lesson's line", "the lesson's curve"])
def test_no_label_of_the_lesson_lies_on_a_line(name):
    figure = drawn(SLOPES[name])
    _, bottom, _, top = lens(figure)
    for stroke in ("curve", "tangent", "magnified curve", "magnified secant"):
        for line in lines(figure, stroke):
            if stroke.startswith("magnified"):
                line = line[(line[:, 1] > bottom) & (line[:, 1] < top)]  # noqa: PLW2901 - clipped
            for one in texts(figure):
                covered = (
                    (line[:, 0] > one.left)
                    & (line[:, 0] < one.right)
                    & (line[:, 1] > one.bottom)
                    & (line[:, 1] < one.top)
                )
                assert not covered.any(), (stroke, one)


def test_numbers_can_be_read_on_a_phone():
    for text in drawn(SLOPES["the lesson's curve"]).findobj(Inscription):
        assert text.size * 360 / 1080 >= 10


TITLES = {
    "the lesson's line": "$f(a) = 3a$",
    "another letter and name": r"$y = \frac{x^{2}}{1 + x^{2}}$",
    "a formula in two lines": "\n",
    "a formula too long to say": "$f(a)$",
}


@pytest.mark.parametrize(("name", "title"), TITLES.items(), ids=TITLES.keys())
def test_a_long_formula_wraps_and_at_last_is_only_named(name, title):
    assert title in max(texts(drawn(SLOPES[name])), key=lambda one: one.top).text


def test_the_first_free_side_is_taken():
    sheet = Sheet("light")
    kind, at = Type(40, "#000000"), (500.0, 500.0)
    first = label(sheet, "15", kind, Spot(at, ["right", "left"]))
    second = label(sheet, "15", kind, Spot(at, ["right", "left"]))
    assert first.left > at[0] > second.right


def test_a_side_without_lines_is_better_than_the_first():
    sheet = Sheet("light")
    sheet.line("curve", [(500, 500), (700, 500)])
    box = label(sheet, "15", Type(40, "#000000"), Spot((500.0, 500.0), ["right", "left"]))
    assert box.right < 500


def test_a_shorter_text_is_better_than_a_covered_line():
    sheet = Sheet("light")
    sheet.line("curve", [(700, 0), (700, 1000)])
    spot = Spot((500.0, 500.0), ["right"], reaches=[1])
    label(sheet, ["0.123456789012", "0.12"], Type(40, "#000000"), spot)
    assert sheet.figure.findobj(Inscription)[-1].said == "0.12"


@pytest.mark.parametrize("must", [True, False])
def test_what_has_no_room_in_its_frame_is_not_said(must):
    sheet = Sheet("light")
    spot = Spot((500.0, 500.0), ["right"], within=Box(480, 480, 540, 540), must=must)
    assert label(sheet, "0.123456789", Type(40, "#000000"), spot) is None
    assert sheet.figure.findobj(Inscription) == []


def test_what_cannot_be_set_in_type_is_said_plainly():
    sheet = Sheet("light")
    said = sheet.text(r"$\nonsense{a}$", Type(40, "#000000"), plain="3a")
    assert said.said == "3a"
    assert said.width > 0
