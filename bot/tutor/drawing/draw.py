"""A lesson as a picture: JPEG or PNG bytes, or the figure itself for whoever asks its artists."""

from functools import lru_cache
from io import BytesIO
from typing import Literal, assert_never

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from PIL import Image

from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Average,
    Corner,
    Cusp,
    Hole,
    Jump,
    Lesson,
    Nudged,
    Oscillation,
    Outcome,
    Outside,
    Pictured,
    Pole,
    Quantity,
    Slope,
    Table,
    Tangent,
    Valued,
    VerticalTangent,
    Where,
    Why,
)
from bot.tutor.drawing.broken import broken, valued
from bot.tutor.drawing.compared import compared
from bot.tutor.drawing.derived import Sought, derived
from bot.tutor.drawing.formulas import formulas, undrawable
from bot.tutor.drawing.look import DPI, Look
from bot.tutor.drawing.sheet import Sheet
from bot.tutor.drawing.sloped import averaged, sloped, two_sided

Encoding = Literal["jpeg", "png"]

MOST_FOUND = 3  # points that are drawn side by side
QUALITY = 90  # at which text shows no ringing beside a PNG of the same


def draw(
    lesson: Lesson, look: Look = "light", encoding: Encoding = "jpeg", *, hides: bool = False
) -> bytes:
    """Draw a lesson, 1080 pixels wide and at most 1296 high; mathematics only, no words.

    Where it `hides`, triangles stand without their ratio and slope, which a learner is to find.
    """
    return encoded(rastered(picture(lesson, look, hides=hides)), encoding)


def picture(lesson: Lesson, look: Look = "light", *, hides: bool = False) -> Figure:
    """The figure of a lesson; its artists are in pixels, and named by what they show."""
    return _sheet(lesson, look, hides=hides).figure


def rastered(figure: Figure) -> Image.Image:
    """The pixels of a figure; they last until the next one is rastered."""
    width, height = (round(side * figure.dpi) for side in figure.get_size_inches())
    canvas = _canvas(width, height)
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # matplotlib's
    # To fill the paper takes Agg five times as long.
    paper = np.multiply(figure.get_facecolor(), 255).round().astype(np.uint8)
    pixels.view(np.uint32)[...] = paper.view(np.uint32)
    figure.patch.set_visible(False)
    figure.draw(canvas)
    return Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1)


def encoded(image: Image.Image, encoding: Encoding) -> bytes:
    """The JPEG keeps every pixel's colour (4:4:4), so that thin coloured lines stay clean."""
    with BytesIO() as written:
        if encoding == "png":
            image.convert("RGB").save(written, "PNG")
        else:
            image.save(written, "JPEG", quality=QUALITY, subsampling=0)
        return written.getvalue()


@lru_cache(maxsize=2)
def _canvas(width: int, height: int) -> RendererAgg:
    """Pixels to draw on, used again: a picture's own would wait in a cycle to be collected."""
    return RendererAgg(width, height, DPI)  # type: ignore[no-untyped-call]  # matplotlib's


def _sheet(lesson: Lesson, look: Look, *, hides: bool = False) -> Sheet:
    match lesson:
        case Tangent(about=AtPoints(outcomes=(Slope(nudged=Nudged() as nudged) as outcome,))) if (
            lesson.request.wants == "normal" and not undrawable(lesson.about)
        ):
            return sloped(outcome, nudged, look, "normal")
        case Why(about=about) | Tangent(about=about) | Table(about=about):
            return _sheet(about, look)
        case Average():
            drawable = not undrawable(lesson)
            return averaged(lesson, look) if drawable else _sheet(lesson.about, look)
        case Where():
            return _where(lesson, look)
        case _ if undrawable(lesson):
            return formulas(lesson, look)
        case AtPoints(outcomes=(outcome,)):
            return _at_a_point(lesson, outcome, look, hides=hides)
        case AtPoints():
            return compared(lesson, look, hides=hides)
        case AsFunction():
            return derived(lesson, look)
        case Valued(value=here):
            if isinstance(here, Quantity):
                return valued(lesson, here, look)
            return _at_a_point(lesson, here, look)
        case _:
            assert_never(lesson)


def _where(lesson: Where, look: Look) -> Sheet:
    """The points side by side where they are few and known exactly, else on the derivative."""
    exact = not any(slope.place.at.exact.is_Float for slope in lesson.found)
    if exact and 0 < len(lesson.found) <= MOST_FOUND:
        return _sheet(AtPoints(lesson.request, lesson.found, (lesson.function,)), look)
    whole = AsFunction(lesson.request, (lesson.function,))
    if undrawable(whole):
        return formulas(whole, look)
    return derived(whole, look, Sought(lesson.target, [slope.place.at for slope in lesson.found]))


def _at_a_point(lesson: Pictured, outcome: Outcome, look: Look, *, hides: bool = False) -> Sheet:
    match outcome:
        case Slope(nudged=nudged):
            if nudged is None:
                return formulas(lesson, look)
            return sloped(outcome, nudged, look, hides=hides)
        case Corner() | Cusp() | VerticalTangent():
            return two_sided(outcome, look, hides=hides)
        case Jump() | Hole() | Pole() | Oscillation() | Outside():
            return broken(outcome, look)
        case _:
            assert_never(outcome)
