"""Pictures of every kind, in both looks, and a page that shows them: `nudge gallery`."""

import asyncio
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.tutor.drawing.gif import palette_of
from bot.tutor.drawing.look import PALETTES, Look
from bot.tutor.scene import Drawing, Said, Scene, Settings
from bot.tutor.turn import picture, turn
from bot.workers import Workers

WIDTH = 540  # pixels: half of what is sent
BAR = r"\|"  # in a table

# What a learner writes, by the name of what is to be seen.
SLOPES = {
    "the lesson's line": "slope of 3a at 5",
    "the lesson's curve": "slope of a^2 at 2",
    "the lesson's logarithm": "slope of ln(a) at 2",
    "a gentle slope": "slope of 1/a at 20",
    "a steep slope": "slope of a^4 at 10",
    "a falling curve": "slope of 4 - a^2 at 1",
    "a nudge to the left": "slope of a^2 at 1 with nudge -0.1",
    "a nudge of 10^-30": "slope of a^3 at 2 with nudge 10^-30",
    "a nudge of 1": "slope of a^2 at 2 with nudge 1",
    "an irrational point": "slope of sin(a) at pi/3",
    "another letter and name": "slope of y = x^2/(1 + x^2) at x = 1",
    "a Greek letter": "slope of sin(theta) at pi/4",
    "quick waves": "slope of sin(100a) at 0",
    "a high power": "slope of a^100 at 1",
    "a narrow bell": "slope of exp(-100(a - 1)^2) at 1.05",
    "a far point": "slope of a^2 at 1000",
    "a huge slope": "slope of 10^200*a at 1",
    "a tiny slope": "slope of erf(a) at 20",
    "a long formula": "slope of sin(a)^2*exp(-a^2/2)/(1 + a^2) + cos(3a)*ln(a + 5) - a/7 at 1",
    "poles on both sides": "slope of tan(a) at 1",
    "a formula in two lines": (
        "slope of a^5*sin(a) + 3a^4*cos(2a) - 12a^3*exp(-a) + 7a^2 - 5 at 1"
    ),
    "a formula too long to say": (
        "slope of " + " + ".join(f"a^{n}*sin({n}a)" for n in range(1, 12)) + " at 1"
    ),
    "a second derivative": "second derivative of a^3 at 1",
}
FLAT = {
    "the bottom of a bowl": "slope of a^2 at 0",
    "a constant": "slope of f(a) = 7 at 2",
}
TWO_SIDED = {
    "a corner": "slope of |a| at 0",
    "a corner with a flat side": "slope of relu(a) at 0",
}
UPRIGHT = {
    "a cusp": "slope of sqrt(|a|) at 0",
    "a vertical tangent": "slope of cbrt(a) at 0",
    "a vertical tangent at an edge": "slope of sqrt(a) at 0",
}
LINES = {
    "a tangent line": "tangent line to x^2 at 1",
    "a normal line": "normal line to x^2 at 1",
    "an upright normal line": "normal line to a^2 at 0",
}
AVERAGES = {
    "an average": "average rate of change of x^2 from 1 to 3",
    "an average over steps": "average rate of change of floor(x) from 0.5 to 2.5",
    "an average over a pole": "average rate of change of 1/x from -1 to 1",
    "an average over waves": "average rate of change of sin(x) from 0 to 10",
}
WITHOUT_TRIANGLE = {
    "a jump": "slope of floor(a) at 1",
    "a jump with a value between": "slope of sign(a) at 0",
    "a hole": "slope of sin(a)/a at 0",
    "a pole": "slope of 1/a at 0",
    "a pole at an edge": "slope of ln(a) at 0",
    "a pole with one sign": "slope of 1/(a - 3)^2 at 3",
    "an oscillation": "slope of sin(1/a) at 0",
    "the outside": "slope of ln(a) at -1",
    "a value": "value of a^2 at 3",
    "no value": "value of ln(a) at -3",
}
COMPARISONS = {
    "two points of a line": "slope of 3a at 2 and 5",
    "two points of a curve": "slope of a^2 at 2 and 5",
    "three points": "slope of a^2 at 1, 2 and 3",
    "four points": "slope of a^3 at -1, 0, 1 and 2",
    "two curves": "slope of a^2 and 2a at 1",
    "two curves at two points": "slope of a^2 and 3a at 1 and 2",
    "a pole and a slope": "slope of 1/a and a^2 at 0",
    "a corner and a slope": "slope of |a| at 0 and 2",
    "a cusp and an upright tangent": "slope of sqrt(|a|) and cbrt(a) at 0",
    "a jump and a flat piece": "slope of sign(a) at 0 and 1",
    "nothing and a slope": "slope of ln(a) at -1 and 1",
}
FUNCTIONS = {
    "the derivative of a line": "derivative of 3a",
    "the derivative of a curve": "derivative of x^3",
    "the derivative of a logarithm": "derivative of ln(a)",
    "the derivative of a corner": "derivative of |a|",
    "two derivatives": "derivative of sin(a) and a^2",
    "the second derivative": "second derivative of x^3",
    "a derivative in pieces": "derivative of relu(a - 1)",
    "a far domain": "derivative of sqrt(a - 100)",
}
SOUGHT = {
    "where a slope is, at two points": "where is the slope of a^3 - 3a 0?",
    "where a slope is, again and again": "where is the slope of sin(a) 0?",
    "where a slope is, on a stretch": "where is the slope of relu(a) 1?",
    "where a slope is, nowhere": "where is the slope of 3a 5?",
}
FORMULAS = {
    "an open letter": "slope of f(a) = k*a^2 at 3",
    "an open point": "slope of a^2 at k",
    "open letters compared": "slope of f(a) = k*a^2 at 3 and 4",
    "a pole with an open letter": "slope of f(a) = k/a at 0",
    "an open letter's function": "derivative of k*a and a^2 with respect to a",
    "an open letter's value": "value of f(a) = k*a^2 at 3",
    "a number beyond the doubles": "slope of exp(a) at 1000",
    "no value anywhere": "derivative of sqrt(-1 - a^2)",
    "a derivative that no formula says": "derivative of gamma(a)",
}
FILMS = {
    "the shrinking at a curve": "slope of a^2 at 2",
    "the shrinking at a corner": "slope of |a| at 0",
}
SECTIONS = {
    "One slope": SLOPES,
    "Slope 0": FLAT,
    "Two sides": TWO_SIDED,
    "No bound": UPRIGHT,
    "Tangents and normals": LINES,
    "Averages": AVERAGES,
    "No triangle": WITHOUT_TRIANGLE,
    "Side by side": COMPARISONS,
    "The derivative as a function": FUNCTIONS,
    "Where a slope is": SOUGHT,
    "Formulas alone": FORMULAS,
    "▶": FILMS,
}
HEAD = """# What Nudge draws

Every kind of picture, in both looks, as `nudge gallery docs` makes them at half their size.
"""


async def hang(workers: Workers, folder: Path, step: Callable[[], None]) -> None:
    """Write `folder`/gallery.md and the pictures in `folder`/gallery; `step` after every kind.

    Raises:
        OSError: a file cannot be written.
        Busy, TooLong: as for `Workers.run`.
        ValueError: a request here is not understood.
    """
    (folder / "gallery").mkdir(parents=True, exist_ok=True)
    lines = [HEAD]
    for title, kinds in SECTIONS.items():
        lines += [f"\n## {title}\n", "| you write | light | dark |", "|---|---|---|"]
        for name, text in kinds.items():
            lines.append(await _row(workers, folder, name, text))
            step()
    page = "\n".join(lines) + "\n"
    await asyncio.to_thread((folder / "gallery.md").write_text, page, encoding="utf-8")


async def _row(workers: Workers, folder: Path, name: str, text: str) -> str:
    """Draw one kind in every look; its row of the page, with the answer's first line."""
    reply = (await workers.run(turn, Said(text), Scene(Settings(language="en")))).reply
    told, request = reply.words.splitlines()[0], reply.answers
    if request is None:
        message = f"no picture answers {text}: {told}"
        raise ValueError(message)
    cells = [f"`{text}`"]
    for look in PALETTES:
        drawing = Drawing(request, look, motion=name in FILMS)
        image = await workers.run(picture, drawing, "png")
        file = f"gallery/{_slug(name)}-{look}.{'gif' if drawing.motion else 'png'}"
        small = image if drawing.motion else _small(image, look)
        await asyncio.to_thread((folder / file).write_bytes, small)
        cells.append(f"![{told}]({file})")
    return "".join(f"| {cell.replace('|', BAR)} " for cell in cells) + "|"


def _slug(name: str) -> str:
    """A name as files have it: the-lessons-line."""
    return re.sub("[^a-z0-9]+", "-", name.lower().replace("'", ""))


def _small(image: bytes, look: Look) -> bytes:
    """The picture at its small size, with the colours of its look and their shades, as PNG."""
    whole = Image.open(BytesIO(image)).convert("RGB")
    size = (WIDTH, round(whole.height * WIDTH / whole.width))
    few = whole.resize(size, Image.Resampling.LANCZOS).quantize(
        palette=palette_of(PALETTES[look]), dither=Image.Dither.NONE
    )
    with BytesIO() as written:
        few.save(written, "PNG", optimize=True)
        return written.getvalue()
