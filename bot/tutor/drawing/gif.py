"""Frames of a figure as one GIF: one palette for all, and of each frame what has changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import chain, product

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from bot.tutor.drawing.look import Palette

COLOURS = 255  # and one more that says: as before
UNCHANGED = 255
SHADES = 6  # steps from one colour to another, at the edge between them
APART = 10  # levels, in red, green or blue: Pillow takes colours that are nearer for the same
GROUNDS = ("paper", "lens", "beam", "triangle", "curve")
INKS = (
    *("ink", "quiet", "curve", "straight", "measure", "triangle", "edge"),
    *("axis", "rule", "paper"),
)


@dataclass(frozen=True)
class Frame:
    """A figure to be drawn, its changing artists `animated`, and how long it is seen."""

    figure: Figure
    milliseconds: int


def gif(frames: Iterable[Frame], colours: Palette) -> bytes:
    """Encode frames of one figure whose other artists stay as they are; it plays without end."""
    palette = palette_of(colours)
    durations: list[int] = []

    def images() -> Iterator[Image.Image]:
        for image, milliseconds in _rastered(frames):
            durations.append(milliseconds)
            yield image.quantize(palette=palette, dither=Image.Dither.NONE)

    first, *others = images()
    with BytesIO() as written:
        first.save(
            written,
            "GIF",
            save_all=True,
            append_images=others,
            duration=durations,
            loop=0,
            optimize=True,
            transparency=UNCHANGED,
            disposal=1,
        )
        return written.getvalue()


def _rastered(frames: Iterable[Frame]) -> Iterator[tuple[Image.Image, int]]:
    """Draw what stays once, and what changes on a copy of it."""
    frames = iter(frames)
    first = next(frames)
    figure = first.figure
    width, height = (round(side * figure.dpi) for side in figure.get_size_inches())
    canvas = RendererAgg(width, height, figure.dpi)  # type: ignore[no-untyped-call]  # matplotlib's
    figure.draw(canvas)
    still = canvas.copy_from_bbox(figure.bbox)
    for frame in chain([first], frames):
        canvas.restore_region(still)  # type: ignore[no-untyped-call]  # matplotlib's
        changing = [artist for artist in figure.get_children() if artist.get_animated()]
        for artist in sorted(changing, key=Artist.get_zorder):
            artist.draw(canvas)
        pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]  # matplotlib's
        image = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1)
        yield image.convert("RGB"), frame.milliseconds


@cache
def palette_of(colours: Palette) -> Image.Image:
    """The colours of a look, and the shades at the edge of one that lies on another."""
    flat = {name: np.multiply(to_rgb(getattr(colours, name)), 255) for name in GROUNDS + INKS}
    listed = np.array([*flat.values(), *np.multiply([to_rgb(tag) for tag in colours.tags], 255)])
    for part in np.arange(1, SHADES) / SHADES:
        for ground, ink in product(GROUNDS, INKS):
            shade = (1 - part) * flat[ground] + part * flat[ink]
            if (np.abs(listed - shade).max(axis=1) >= APART).all():
                listed = np.vstack([listed, shade])
    image = Image.new("P", (1, 1))
    image.putpalette(np.rint(listed[:COLOURS]).astype(np.uint8).tobytes())
    return image
