"""What the shrinking says of a nudge: its numbers in the lens, and the ratio under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from matplotlib.patches import Rectangle

from bot.tutor.calculus.lesson import Nudged, Place, Quantity
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.known import real
from bot.tutor.drawing.microscope import Scale
from bot.tutor.drawing.panel import Panel
from bot.tutor.drawing.sheet import Box, Label, Sheet, Type
from bot.tutor.drawing.sloped import RESULT
from bot.tutor.drawing.times import rounded
from bot.tutor.drawing.titles import FRACTION, RAISED, SHRUNK
from bot.tutor.numerals import said_in_column

HALVES = (
    replace(RESULT, left=looks.GAP, right=(looks.WIDTH - looks.GAP) / 2),
    replace(RESULT, left=(looks.WIDTH + looks.GAP) / 2, right=looks.WIDTH - looks.GAP),
)
HALO = 7  # order: what lies under this is not seen behind a label
DIGITS = 6  # of a number that is rounded
LOW = 80.0  # pixels: beside a lower triangle its rise is said under it, or over it
BESIDE = looks.DOT + looks.AIR  # pixels from the middle of a dot to a label

Sided = tuple[Nudged, Quantity]
"""A nudge one way, and what its ratio heads to."""


@dataclass(frozen=True)
class Ratio:
    """A ratio with its sign, parted at its decimal point, and what it heads to, with its own."""

    sign: str
    whole: str
    rest: str
    heads: str
    slope: str


@dataclass(frozen=True)
class Columns:
    """Where an equation's parts begin, so that from nudge to nudge a digit keeps its place.

    Attributes:
        name, sign, point, heads, slope: pixels from the left; `point` is the ratio's decimal point.
        width: of all, in pixels.
    """

    name: float
    sign: float
    point: float
    heads: float
    slope: float
    width: float


class Readings:
    """All that is said of all nudges, each in its place on the sheet."""

    def __init__(
        self, sheet: Sheet, lens: Panel, place: Place, moments: Sequence[Sequence[Sided]]
    ) -> None:
        self._sheet, self._lens, self._moments = sheet, lens, moments
        self._run, self._rise = notation.deltas(place)
        self._named = all(self._fits(nudged) for moment in moments for nudged, _ in moment)
        self._boxes = [RESULT] if len(moments[0]) == 1 else list(HALVES)
        self._ratios = [[_ratio(*side) for side in moment] for moment in moments]
        sides = list(zip(*self._ratios, strict=True))
        for shrink in (*SHRUNK, 0.6):
            self._size = shrink * looks.RESULT
            self._columns = [self._set(side) for side in sides]
            if all(c.width <= b.width for c, b in zip(self._columns, self._boxes, strict=True)):
                break

    def say(self, number: int, times: float, scale: Scale) -> None:
        """Say all of one nudge, which the lens magnifies so many times."""
        for nudged, _ in self._moments[number]:
            self._measures(nudged)
        self._signs(times, scale)
        rows = zip(self._ratios[number], self._columns, self._boxes, strict=True)
        for ratio, columns, box in rows:
            self._equation(ratio, columns, box)

    def _measures(self, nudged: Nudged) -> None:
        """Say Δa along the run and Δf along the rise, on the outer sides of the triangle."""
        lens, way = self._lens, _way(nudged)
        start, end, level = lens.x(0), lens.x(way), lens.y(0)
        rise = way * real(nudged.ratio) * lens.upward
        outward = -1 if rise >= 0 else 1
        of_run, of_rise = (
            self._measure(self._run, nudged.run),
            self._measure(self._rise, nudged.rise),
        )
        along = max(abs(end - start) / 2, BESIDE + of_run.width / 2)
        row = level + outward * (BESIDE + of_run.height / 2)
        self._put(of_run, start + way * along, row)
        # Beside a triangle that gets flat there is no room in the end, for the curve goes on there.
        low = min(max(2 - 2 * abs(rise) / LOW, 0.0), 1.0)
        if along + of_run.width / 2 > abs(end - start):
            row += outward * (of_run.height + looks.AIR)
            low = 1.0 if abs(rise) < LOW else 0.0
        top = min(max(level + rise, lens.box.bottom), lens.box.top)
        middle = (1 - low) * (level + top) / 2 + low * row
        self._put(of_rise, end + way * (BESIDE + of_rise.width / 2), middle)

    def _fits(self, nudged: Nudged) -> bool:
        """Whether the rise can be said with its name beside the triangle."""
        frame, way = self._lens.box.grown(-2 * looks.GAP), _way(nudged)
        end = self._lens.x(way)
        room = (frame.right - end if way > 0 else end - frame.left) - BESIDE
        return self._text(self._rise, nudged.rise, named=True).width <= room

    def _measure(self, name: str, quantity: Quantity) -> Label:
        return self._text(name, quantity, named=self._named or name == self._run)

    def _text(self, name: str, quantity: Quantity, *, named: bool) -> Label:
        sign, number = _signed(quantity)
        kind = Type(looks.SMALL, self._sheet.colours.measure)
        return self._sheet.text(f"{name} {sign} {number}" if named else number, kind)

    def _put(self, said: Label, across: float, middle: float) -> None:
        """Place a label by its middle, inside the lens and over all lines there."""
        frame = self._lens.box.grown(-2 * looks.GAP)
        left = min(max(across - said.width / 2, frame.left), frame.right - said.width)
        bottom = min(max(middle - said.height / 2, frame.bottom), frame.top - said.height)
        box = self._sheet.put(said, left, bottom)
        self._sheet.figure.add_artist(
            Rectangle(
                (box.left, box.bottom),
                box.width,
                box.height,
                facecolor=self._sheet.colours.lens,
                zorder=HALO,
                transform=None,
            )
        )

    def _signs(self, times: float, scale: Scale) -> None:
        """Say in a corner of the lens how often it magnifies, and how heights are stretched."""
        texts = [f"×{rounded(float(f'{times:.1e}'))}"] if times >= 1 else []
        texts += [] if scale.stretch is None else [f"↕ {scale.stretch}"]
        if texts:
            kind = Type(looks.NUMBER, self._sheet.colours.quiet)
            self._put(self._sheet.text("  ".join(texts), kind), *self._corner())

    def _corner(self) -> tuple[float, float]:
        """A corner of the lens to which neither end of the curve goes."""
        frame, last = self._lens.box, self._moments[-1]
        if real(last[0][0].ratio) >= 0:
            return frame.left, frame.top
        if real(last[-1][0].ratio) <= 0:
            return frame.right, frame.top
        return frame.left, frame.bottom

    def _set(self, ratios: Sequence[Ratio]) -> Columns:
        """The columns of a side's equations; wide enough for the longest numbers."""
        name = self._widest([self._run, self._rise], FRACTION * self._size)
        whole = self._widest([ratio.whole for ratio in ratios])
        slope = self._widest([ratio.slope for ratio in ratios], bold=True)
        widths = [
            name,
            self._widest("=≈"),
            whole + self._widest([ratio.rest for ratio in ratios]),
            *([self._widest("→≈"), slope] if slope else []),
        ]
        name, sign, number, *more = accumulate((w + looks.GAP for w in widths), initial=0.0)
        return Columns(
            name, sign, number + whole, more[0], more[-2] if slope else 0.0, more[-1] - looks.GAP
        )

    def _widest(self, texts: Iterable[str], size: float = 0.0, *, bold: bool = False) -> float:
        kind = Type(size or self._size, self._sheet.colours.ink, bold)
        return max(self._sheet.text(text, kind).width if text else 0.0 for text in set(texts))

    def _equation(self, ratio: Ratio, columns: Columns, box: Box) -> None:
        """Say Δf/Δa = 4.001 ≈ 4 in the middle of the box."""
        sheet, across, middle = self._sheet, box.middle[0] - columns.width / 2, box.middle[1]
        kind = Type(self._size, sheet.colours.ink)
        small = Type(FRACTION * self._size, sheet.colours.ink)
        over, under = sheet.text(self._rise, small), sheet.text(self._run, small)
        width = max(over.width, under.width)
        sheet.put(over, across + (width - over.width) / 2, middle + RAISED)
        sheet.put(under, across + (width - under.width) / 2, middle - RAISED - under.height)
        sheet.line("bar", [(across, middle), (across + width, middle)])
        whole = sheet.text(ratio.whole, kind).width
        for text, left, look in (
            (ratio.sign, columns.sign, kind),
            (ratio.whole + ratio.rest, columns.point - whole, kind),
            (ratio.heads, columns.heads, kind),
            (ratio.slope, columns.slope, Type(self._size, sheet.colours.measure, bold=True)),
        ):
            if text:
                said = sheet.text(text, look)
                sheet.put(said, across + left, middle - said.height / 2)


def _way(nudged: Nudged) -> int:
    return 1 if real(nudged.run) > 0 else -1


def _ratio(nudged: Nudged, slope: Quantity) -> Ratio:
    sign, number = _signed(nudged.ratio)
    whole, point, rest = number.partition(".")
    heads = notation.quotient(nudged, slope)[0][2:]
    to = (heads[0].sign, heads[0].text) if heads else ("", "")
    return Ratio(sign, whole, point + rest, *to)


def _signed(quantity: Quantity) -> tuple[str, str]:
    """A decimal number after its sign, which tells whether it is rounded."""
    text = said_in_column(quantity, DIGITS)
    return ("≈", text.removeprefix("≈ ")) if text.startswith("≈ ") else ("=", text)
