"""How long a picture takes beside a student's script: `python tests/benchmarks/drawing.py`.

The aims: as sent, at least 4 times the script's rate with its PNG and 3 times with its JPEG;
where the script's PNG takes 80 ms, at most 15 ms to redraw and 8 ms for all of ours around it.
"""

import gc
import time
from collections import defaultdict
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import sympy

from bot.tutor.calculus.teach import teach
from bot.tutor.drawing.draw import QUALITY, encoded, picture, rastered
from bot.tutor.reading.read import read

Done = TypeVar("Done")

SHAPES = (
    "{k}*a",
    "a^2 + {k}",
    "a^3 - {k}*a",
    "sin({k}*a)",
    "ln(a + {k})",
    "1/(a + {k})",
    "sqrt(a + {k})",
    "{k}*exp(-a/{k})",
    "{k}*a^2 - 3*a + 1",
    "a/(1 + {k}*a^2)",
)
FIRST, LAST, WARMED = 2, 22, 3  # k; the next few of them warm us up
SCRIPT = 80.0  # milliseconds that the script takes on the machine of the aims
PIXELS = (10.8, 12.96)  # inches, of 100 dots
ENCODER = {"png": {}, "jpeg": {"quality": QUALITY, "subsampling": 0}}  # the same as ours
AROUND, REDRAW = ["read", "teach", "artists"], ["raster", "JPEG"]
SHARES = {"5%": 0.05, "median": 0.5, "95%": 0.95, "most": 1.0}


class Watch:
    """Milliseconds of the processor's time (the machine may be shared), and sizes, by name."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.sizes: dict[str, list[float]] = defaultdict(list)

    def __call__(self, name: str, work: Callable[[], Done]) -> Done:
        start = time.process_time()
        done = work()
        self.times[name].append(1000 * (time.process_time() - start))
        if isinstance(done, bytes):
            self.sizes[name].append(len(done) / 1000)
        return done

    def together(self, names: list[str]) -> list[float]:
        return [sum(parts) for parts in zip(*(self.times[name] for name in names), strict=True)]


def main() -> None:
    mpl.use("agg")
    run(LAST, LAST + WARMED, Watch())
    gc.collect()
    gc.freeze()  # as in a worker
    watch = Watch()
    run(FIRST, LAST, watch)
    tell(watch)


def run(first: int, last: int, watch: Watch) -> None:
    """Each request once: the script twice, for its PNG and its JPEG, and Nudge."""
    for k in range(first, last):
        for shape in SHAPES:
            text, at = shape.format(k=k), f"{k % 9 + 1}/2"
            watch("script, PNG", lambda: script(text, at, "png"))  # noqa: B023 - called at once
            watch("script, JPEG", lambda: script(text, at, "jpeg"))  # noqa: B023 - called at once
            nudge(f"slope of {text} at {at}", watch)
            gc.collect()  # the script's garbage is not for Nudge to clear away


def script(text: str, at: str, encoding: str) -> bytes:
    """What a student writes: the curve and its tangent in one pair of axes."""
    a = sympy.Symbol("a")
    formula, point = sympy.sympify(text), sympy.sympify(at)
    derivative = sympy.diff(formula, a)
    f, slope = sympy.lambdify(a, formula), float(derivative.subs(a, point))
    x = float(point)
    xs = np.linspace(x - 3, x + 3, 400)
    figure, axes = plt.subplots(figsize=PIXELS)
    with np.errstate(all="ignore"):
        axes.plot(xs, f(xs), label=f"f(a) = {text}")
    axes.plot(xs, f(x) + slope * (xs - x), "--", label="tangent")
    axes.plot([x], [f(x)], "o")
    axes.set_title(f"f'({at}) = {slope:.4f}")
    axes.grid(visible=True)
    axes.legend()
    with BytesIO() as written:
        figure.savefig(written, format=encoding, dpi=100, pil_kwargs=ENCODER[encoding])
        plt.close(figure)
        return written.getvalue()


def nudge(text: str, watch: Watch) -> None:
    request = watch("read", lambda: read(text, None).request)
    lesson = watch("teach", lambda: teach(request))
    figure = watch("artists", lambda: picture(lesson))
    image = watch("raster", lambda: rastered(figure))
    watch("JPEG", lambda: encoded(image, "jpeg"))
    watch("floor: the figure once more", lambda: encoded(rastered(figure), "jpeg"))
    watch("PNG of the same", lambda: encoded(image, "png"))


def tell(watch: Watch) -> None:
    rows = dict(watch.times)
    rows["around: " + " + ".join(AROUND)] = watch.together(AROUND)
    rows["redraw: " + " + ".join(REDRAW)] = watch.together(REDRAW)
    rows["Nudge, as sent"] = watch.together(AROUND + REDRAW)
    unit = share(rows["script, PNG"], 0.5) / SCRIPT
    heads = "".join(f"{name:>9}" for name in [*SHARES, f"at {SCRIPT:.0f}", "kB"])
    print(f"{len(rows['read'])} requests, ms{'':22}{heads}")  # noqa: T201
    for name, times in rows.items():
        figures = [share(times, part) for part in SHARES.values()]
        figures += [share(times, 0.5) / unit]
        figures += [share(watch.sizes[name], 0.5)] if watch.sizes[name] else []
        print(f"{name:<38}" + "".join(f"{figure:9.1f}" for figure in figures))  # noqa: T201
    for encoding, aim in (("PNG", 4), ("JPEG", 3)):
        times = share(rows[f"script, {encoding}"], 0.5) / share(rows["Nudge, as sent"], 0.5)
        print(f"{times:.1f} times the rate of the script's {encoding} (aim: {aim})")  # noqa: T201


def share(figures: list[float], part: float) -> float:
    return sorted(figures)[round((len(figures) - 1) * part)]


if __name__ == "__main__":
    main()
