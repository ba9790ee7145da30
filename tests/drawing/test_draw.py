"""A picture as bytes: its size, its encoding, and nothing left over from the one before."""

import gc
from io import BytesIO

import pytest
from gallery import COMPARISONS, EVERY, FUNCTIONS, SLOPES, TWO_SIDED, WITHOUT_TRIANGLE
from matplotlib.artist import Artist
from PIL import Image, JpegImagePlugin

from bot.tutor.calculus import teach
from bot.tutor.drawing.draw import draw

LINE = teach(SLOPES["the lesson's line"])
CORNER = teach(TWO_SIDED["a corner"])

KINDS = {
    "slope": (SLOPES["the lesson's curve"], 1296),
    "corner": (TWO_SIDED["a corner"], 1296),
    "comparison": (COMPARISONS["two points of a line"], 1296),
    "derivative": (FUNCTIONS["the derivative of a curve"], 1296),
    "pole": (WITHOUT_TRIANGLE["a pole"], 1032),
    "value": (WITHOUT_TRIANGLE["a value"], 900),
}


@pytest.mark.parametrize(("request_", "height"), KINDS.values(), ids=KINDS.keys())
def test_a_picture_is_1080_pixels_wide_and_as_high_as_it_needs(request_, height):
    image = Image.open(BytesIO(draw(teach(request_))))
    assert (image.format, image.size) == ("JPEG", (1080, height))


def test_the_jpeg_keeps_the_colour_of_every_pixel():
    assert JpegImagePlugin.get_sampling(Image.open(BytesIO(draw(LINE)))) == 0


def test_a_png_can_be_had():
    assert Image.open(BytesIO(draw(LINE, "dark", "png"))).format == "PNG"


@pytest.mark.parametrize(("look", "corner"), [("light", (255, 255, 255)), ("dark", (18, 23, 28))])
def test_the_look_is_chosen(look, corner):
    assert Image.open(BytesIO(draw(LINE, look, "png"))).getpixel((2, 2)) == corner


@pytest.mark.parametrize("request_", EVERY.values(), ids=EVERY.keys())
def test_one_picture_leaves_nothing_in_the_next(request_):
    lesson = teach(request_)
    other = LINE if request_ in TWO_SIDED.values() else CORNER
    first = draw(lesson)
    draw(other, "dark")
    assert draw(lesson) == first


def test_nothing_is_kept_of_pictures_that_were_drawn():
    lessons = [teach(request_) for request_, _ in KINDS.values()]
    for lesson in lessons:
        draw(lesson)
    before = alive()
    for lesson in 10 * lessons:
        draw(lesson)
    assert alive() - before < 10


def alive():
    """Artists, figures and all that they hold."""
    gc.collect()
    return sum(isinstance(thing, Artist) for thing in gc.get_objects())


def test_a_picture_is_small_enough_to_send():
    assert len(draw(LINE)) < 200_000
