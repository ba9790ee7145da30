"""The shrinking: every frame is asked for its geometry, the file for its size and colours."""

from functools import cache
from io import BytesIO

import numpy as np
import pytest
from gallery import (
    COMPARISONS,
    FLAT,
    FORMULAS,
    FUNCTIONS,
    SLOPES,
    TWO_SIDED,
    UPRIGHT,
    WITHOUT_TRIANGLE,
    asked,
    circles,
    lens,
    lines,
    texts,
    triangles,
)
from PIL import Image
from test_labels_apart import check_labels

from bot.tutor.calculus import teach
from bot.tutor.drawing.gif import _rastered
from bot.tutor.drawing.look import PALETTES
from bot.tutor.drawing.motion import frames, motion, moves
from bot.tutor.errors import Misunderstood

PIXEL = 1.0
RESTING = (0, 10, 20, 30)  # frames: the powers of ten

ONE_SIDED = {
    name: SLOPES[name]
    for name in (
        "the lesson's line",
        "the lesson's curve",
        "the lesson's logarithm",
        "a falling curve",
        "a nudge to the left",
        "an irrational point",
        "quick waves",
        "a far point",
    )
} | {
    "a one-sided question": asked("a^2", "2", side="left"),
    "the second derivative": asked("a^3", "2", order=2),
    "a tangent line": asked("a^2", "1", wants="tangent"),
    "a pole nearby": asked("1/a", "-0.5"),
}
SLOW = {"the edge of a domain": asked("a*sqrt(a)", "0")}  # its ratio is the root of the nudge
CORNERS = TWO_SIDED | {"a corner of a curve": asked("abs(a^2 - 1)", "1")}
MOVING = SLOW | ONE_SIDED | FLAT | CORNERS | UPRIGHT
STILL = (
    WITHOUT_TRIANGLE
    | COMPARISONS
    | FUNCTIONS
    | FORMULAS
    | {"a point beyond": asked("a^2", "10^100"), "a table": asked("a^2", "2", wants="table")}
)


class Shot:
    """A frame that stays, for the figure goes on to the next: its artists, asked as a figure is."""

    def __init__(self, figure):
        self.dpi, self.children = figure.dpi, figure.get_children()
        self.get_size_inches = figure.get_size_inches

    def findobj(self, kind):
        return [one for one in self.children if isinstance(one, kind)]


@cache
def shots(request_):
    return [Shot(frame.figure) for frame in frames(teach(request_))]


def cases(table):
    return pytest.mark.parametrize("request_", table.values(), ids=table.keys())


def ends(line):
    """A straight line's slope and its height at the left of the sheet, in pixels."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    slope = (y1 - y0) / (x1 - x0)
    return slope, y0 - slope * x0


def height_at(line, x):
    slope, height = ends(line)
    return height + slope * x


def said(shot, beginning):
    return [one.text for one in texts(shot) if one.text.startswith(beginning)]


def gif_of(request_, look="light"):
    return Image.open(BytesIO(motion(teach(request_), look)))


@cases(MOVING)
def test_in_every_frame_the_secant_goes_through_both_points(request_):
    for shot in shots(request_):
        (point,), others = circles(shot, "point"), circles(shot, "nudged point")
        secants = lines(shot, "secant")
        assert len(secants) == len(others) in (1, 2)
        for (x, y), secant in zip(others, secants, strict=True):
            assert height_at(secant, point[0]) == pytest.approx(point[1], abs=PIXEL)
            assert height_at(secant, x) == pytest.approx(y, abs=PIXEL)


@cases(ONE_SIDED | FLAT)
def test_the_secant_settles_on_the_tangent_to_a_pixel(request_):
    off = []
    for shot in shots(request_):
        (secant,), (tangent,) = lines(shot, "secant"), lines(shot, "tangent")
        off.append(max(abs(height_at(secant, x) - height_at(tangent, x)) for x in (150, 1040)))
    assert off[-1] < PIXEL
    assert off[0] >= off[-1]


@cases(CORNERS)
def test_at_a_corner_two_secants_settle_on_two_slopes(request_):
    last = shots(request_)[-1]
    tangents, secants = lines(last, "tangent"), lines(last, "secant")
    slopes = [ends(line)[0] for line in tangents]
    assert [ends(line)[0] for line in secants] == pytest.approx(slopes, rel=1e-2)
    assert slopes[0] != pytest.approx(slopes[1])


@cases(UPRIGHT)
def test_at_a_vertical_tangent_the_secant_only_gets_steeper(request_):
    steep = [abs(ends(lines(shot, "secant")[0])[0]) for shot in shots(request_)]
    assert steep == sorted(steep)
    assert steep[-1] > 20 * steep[0]
    assert {"∞", "−∞"} & set(said(shots(request_)[-1], ""))


@cases(ONE_SIDED | CORNERS)
def test_in_every_frame_the_lens_holds_the_true_triangle(request_):
    for shot in shots(request_):
        left, _, right, top = lens(shot)
        magnified = [one for one in triangles(shot) if one[0][1] < top]
        steep = [ends(line)[0] for line in lines(shot, "magnified secant")]
        flat = len(lines(shot, "flat triangle"))
        assert len(magnified) + flat == len(steep)
        for point, under, over in magnified:
            assert point[1] == under[1]
            assert under[0] == over[0]
            assert left < min(point[0], over[0]) < max(point[0], over[0]) < right
            own = (over[1] - point[1]) / (over[0] - point[0])
            assert any(own == pytest.approx(slope) for slope in steep)


def test_the_nudge_goes_from_1_to_a_thousandth_and_its_triangle_stays_as_wide():
    widths, runs = [], []
    for shot in shots(SLOPES["the lesson's curve"]):
        _, magnified = sorted(triangles(shot), key=lambda one: -one[0][1])
        widths.append(magnified[1][0] - magnified[0][0])
        runs += said(shot, r"$\Delta a$ =")
    assert widths == pytest.approx([widths[0]] * 31)
    sizes = [float(text.split("= ")[1]) for text in runs]
    assert sizes == sorted(sizes, reverse=True)
    assert [sizes[number] for number in RESTING] == [1, 0.1, 0.01, 0.001]


@pytest.mark.parametrize(
    ("request_", "first", "last"),
    [
        (ONE_SIDED["a one-sided question"], "−1", "−0.001"),
        (SLOPES["a nudge to the left"], "−1", "−0.001"),
        (SLOPES["quick waves"], "0.01", "0.00001"),
        (asked("sqrt(1 - a^2)", "0.99"), "0.01", "0.00001"),
    ],
)
def test_the_nudge_goes_the_learner_s_way_and_begins_where_it_is_seen(request_, first, last):
    runs = [run for shot in shots(request_) for run in said(shot, r"$\Delta a$ ")]
    assert (runs[0], runs[-1]) == (rf"$\Delta a$ = {first}", rf"$\Delta a$ = {last}")


def test_the_digits_settle_and_each_keeps_its_place():
    ratios = []
    for shot in shots(SLOPES["the lesson's curve"]):
        in_row = [one for one in texts(shot) if one.bottom < 80 < one.top]
        ratios += [one for one in in_row if one.text[0] in "45" and one.text != "4"]
    assert [ratios[number].text for number in RESTING] == ["5", "4.1", "4.01", "4.001"]
    assert len({one.left for one in ratios}) == 1


@cases(MOVING)
def test_in_every_frame_labels_stay_in_the_frame_and_keep_apart(request_):
    for shot in shots(request_):
        check_labels(shot)


@cases(STILL)
def test_where_there_is_nothing_to_see_nothing_moves(request_):
    lesson = teach(request_)
    assert not moves(lesson)
    with pytest.raises(Misunderstood) as refused:
        motion(lesson)
    assert refused.value.reason == "no-motion"


@cases({name: MOVING[name] for name in list(MOVING)[::2]} | FLAT | UPRIGHT)
def test_the_file_is_small_and_plays_without_end(request_):
    data = motion(teach(request_))
    image = Image.open(BytesIO(data))
    assert len(data) < 1_000_000
    assert image.n_frames <= 40
    assert image.size == (1080, 1296)
    assert image.info["loop"] == 0


def test_the_powers_of_ten_are_seen_longer_than_what_is_between():
    image, seconds = gif_of(SLOPES["the lesson's curve"]), []
    for number in range(image.n_frames):
        image.seek(number)
        seconds.append(image.info["duration"] / 1000)
    resting = [seconds[number] for number in RESTING]
    assert min(resting) > 5 * max(set(seconds) - set(resting))
    assert sum(seconds) < 10


@pytest.mark.parametrize("look", PALETTES)
def test_what_is_played_is_what_was_drawn_in_the_colours_of_its_look(look):
    request_ = SLOPES["the lesson's curve"]
    image, drawn = gif_of(request_, look), _rastered(frames(teach(request_), look))
    for number, (wanted, _) in enumerate(drawn):
        if number not in RESTING:
            continue
        image.seek(number)
        seen = np.asarray(image.convert("RGB"), int)
        off = np.abs(seen - np.asarray(wanted, int)).max(axis=2)
        assert (off == 0).mean() > 0.93  # all but the edges
        assert off.max() < 60
        assert off.mean() < 1


def test_the_same_is_drawn_the_same_whatever_was_drawn_before():
    lesson = teach(SLOPES["the lesson's curve"])
    first = motion(lesson)
    motion(teach(TWO_SIDED["a corner"]), "dark")
    assert motion(lesson) == first
