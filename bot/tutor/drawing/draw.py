"""A lesson as a picture: JPEG or PNG bytes, or the figure itself for whoever asks its artists."""

from io import BytesIO
from typing import Literal, assert_never

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Corner,
    Cusp,
    Hole,
    Jump,
    Lesson,
    Oscillation,
    Outcome,
    Outside,
    Pole,
    Slope,
    Valued,
    VerticalTangent,
)
from bot.tutor.drawing.broken import broken, valued
from bot.tutor.drawing.compared import compared
from bot.tutor.drawing.derived import derived
from bot.tutor.drawing.formulas import formulas, undrawable
from bot.tutor.drawing.look import Look
from bot.tutor.drawing.sheet import Sheet
from bot.tutor.drawing.sloped import sloped, two_sided

Encoding = Literal["jpeg", "png"]

QUALITY = 90  # at which text shows no ringing beside a PNG of the same


def draw(lesson: Lesson, look: Look = "light", encoding: Encoding = "jpeg") -> bytes:
    """Draw a lesson, 1080 pixels wide and at most 1296 high; mathematics only, no words.

    The JPEG keeps every pixel's colour (4:4:4), so that thin coloured lines stay clean.
    """
    canvas = FigureCanvasAgg(picture(lesson, look))
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib's
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # matplotlib's
    image = Image.fromarray(pixels[..., :3])
    with BytesIO() as written:
        if encoding == "png":
            image.save(written, "PNG")
        else:
            image.save(written, "JPEG", quality=QUALITY, subsampling=0)
        return written.getvalue()


def picture(lesson: Lesson, look: Look = "light") -> Figure:
    """The figure of a lesson; its artists are in pixels, and labelled by what they show."""
    return _sheet(lesson, look).figure


def _sheet(lesson: Lesson, look: Look) -> Sheet:
    if undrawable(lesson):
        return formulas(lesson, look)
    match lesson:
        case AtPoints(outcomes=(outcome,)):
            return _at_a_point(lesson, outcome, look)
        case AtPoints():
            return compared(lesson, look)
        case AsFunction():
            return derived(lesson, look)
        case Valued(value=None, outcome=outcome) if outcome is not None:
            return _at_a_point(lesson, outcome, look)
        case Valued():
            return valued(lesson, look)
        case _:
            assert_never(lesson)


def _at_a_point(lesson: Lesson, outcome: Outcome, look: Look) -> Sheet:
    match outcome:
        case Slope(nudged=nudged):
            return formulas(lesson, look) if nudged is None else sloped(outcome, nudged, look)
        case Corner() | Cusp() | VerticalTangent():
            return two_sided(outcome, look)
        case Jump() | Hole() | Pole() | Oscillation() | Outside():
            return broken(outcome, look)
        case _:
            assert_never(outcome)
