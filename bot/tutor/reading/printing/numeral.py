"""An exact number -> its shortest exact digits."""

from fractions import Fraction

# A number with more characters than this is said with a power of ten, where that is shorter.
LONGEST_PLAIN = 20


def numeral(value: Fraction) -> str:
    """Digits of a number that is not negative: 5, 0.001, 6.02e23; 1/3 where no decimal ends."""
    scaled = _as_decimal(value)
    if scaled is None:
        return f"{value.numerator}/{value.denominator}"
    digits, places = scaled
    text = _positional(digits, places)
    if len(text) > LONGEST_PLAIN:
        mantissa, exponent = mantissa_and_exponent(value)
        short = f"{mantissa}e{exponent}"
        return short if len(short) < len(text) else text
    return text


def mantissa_and_exponent(value: Fraction) -> tuple[str, int]:
    """For example ("6.02", 23); `value` is a decimal that ends, and not 0."""
    scaled = _as_decimal(value)
    if scaled is None or scaled[0] == 0:
        message = f"no power of ten says {value}"
        raise ValueError(message)
    digits, places = scaled
    stripped = str(digits).rstrip("0")
    exponent = len(str(digits)) - 1 - places
    return _positional(int(stripped), len(stripped) - 1), exponent


def _as_decimal(value: Fraction) -> tuple[int, int] | None:
    """(digits, decimal places), so that value = digits / 10**places; None where none ends."""
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return value.numerator * 10**places // value.denominator, places


def _positional(digits: int, places: int) -> str:
    if places == 0:
        return str(digits)
    text = str(digits).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}"
