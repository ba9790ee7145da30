"""How many times something is enlarged: 1, 2 or 5 times a power of ten, and how that is said."""

import math
from dataclasses import dataclass

PLAIN = 4  # places: a longer power of ten is said with its exponent
SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
WRITTEN_OUT = range(-4, 6)  # powers of ten of numbers that are written out
PREFERENCE = 0.12  # of a factor's logarithm: how much farther a bare power of ten may lie


@dataclass(frozen=True)
class Times:
    digit: int
    exponent: int

    @property
    def logarithm(self) -> float:
        return self.exponent + math.log10(self.digit)

    @property
    def factor(self) -> float:
        return self.digit * 10.0**self.exponent

    def __str__(self) -> str:
        """×1000, ×1/20, ×5·10⁶."""
        if 0 <= self.exponent <= PLAIN:
            return f"×{self.digit * 10**self.exponent}"
        if -PLAIN <= self.exponent < 0:
            return f"×1/{10**-self.exponent // self.digit}"
        power = power_of_ten(self.exponent)
        return f"×{power}" if self.digit == 1 else f"×{self.digit}·{power}"


def near(logarithm: float) -> Times:
    """The round factor of the nearest decimal logarithm; a bare power of ten where one is near."""
    whole = math.floor(logarithm)
    choices = [Times(digit, exponent) for exponent in (whole, whole + 1) for digit in (1, 2, 5)]

    def distance(times: Times) -> float:
        off = abs(times.logarithm - logarithm)
        return off + (0.0 if times.digit == 1 else PREFERENCE)

    return min(choices, key=distance)


def power_of_ten(exponent: int) -> str:
    return "10" + str(exponent).translate(SUPERSCRIPT)


def rounded(value: float) -> str:
    """A double to four significant digits: 0.25, −20, 1.5 × 10⁷."""
    mantissa, exponent = f"{value:.3e}".split("e")
    if value == 0 or int(exponent) in WRITTEN_OUT:
        return f"{float(f'{value:.3e}'):.10f}".rstrip("0").rstrip(".").replace("-", "−")
    digits = mantissa.rstrip("0").rstrip(".")
    power = power_of_ten(int(exponent))
    return f"{digits} × {power}".removeprefix("1 × ").replace("-", "−")
