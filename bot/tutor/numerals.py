"""How a number is written for a reader: in full where it ends soon, else rounded."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal

from sympy import Expr, Rational, oo

from bot.tutor.calculus.lesson import Quantity
from bot.tutor.calculus.quantity import of_expression
from bot.tutor.calculus.written import node_of
from bot.tutor.reading.printing import unicode

DIGITS = 6  # significant ones of a rounded number
LONGEST = 20  # characters of a decimal that is written in full
ROUND = 3  # zeros at the end with which a rounded number looks like a round one
MORE = 8  # digits that may be added for that
COLUMN = 13  # characters of a number that stands in full in a table
LARGEST_DENOMINATOR = 99  # of a fraction that is written as one
FIXED = range(-9, 12)  # powers of ten of the first digit, written without an exponent
CROWDED, UNREADABLE = 15, 40  # digits before the first in which two values differ
SETTLED = 20  # digits in which a number is a round one, but for what it is off by
CLOSER = 4  # further digits of two values, with which their difference is tried
FARTHEST = 5000  # power of ten of a round number that is reckoned with
NEAR = 0.05  # of a slope, or of 1 where it is 0: what ≈ bears
KNOWN = 25  # significant digits of Quantity.decimal
MINUS = "\N{MINUS SIGN}"
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MOST_BITS = 2000  # of a numerator or denominator that is looked at
ANY_SIZE = Context(rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX)
EXACT = ANY_SIZE.copy()
EXACT.prec = 1500


def said(quantity: Quantity, digits: int = DIGITS) -> str:
    """The number for a reader: 15.003, −0.25, 2/3, 3 × 10⁻³⁰, ∞; rounded to `digits` otherwise.

    With letters in it, the formula: k/2.
    """
    exact = _in_full(quantity.exact)
    if exact is not None:
        return exact
    if quantity.decimal is None:
        node = node_of(quantity.exact)
        return str(quantity.exact) if node is None else unicode(node)
    number = Decimal(quantity.decimal)
    whole = number.adjusted() + 1 if number.adjusted() in FIXED else 0
    return _written(_rounded(number, _enough(number, max(digits, whole))).normalize(EXACT))


def is_exact(quantity: Quantity, *, fractions: bool = True) -> bool:
    """Whether what is `said` is the number itself, so that "=" stands before it and not "≈".

    Without `fractions`: the same for the rise of `said_together`, which is never said as one.
    """
    return quantity.decimal is None or _in_full(quantity.exact, fractions=fractions) is not None


def is_near(one: Quantity, other: Quantity) -> bool:
    """Whether a ratio may be said to be about the slope; a rough one only heads to it."""
    ratio, slope = float(one.decimal or "nan"), float(other.decimal or "nan")
    return abs(ratio - slope) <= NEAR * (abs(slope) or 1.0)


def said_in_column(quantity: Quantity, digits: int) -> str:
    """A decimal for a table: in full where that is short, else rounded to `digits` after "≈"."""
    exact = _in_full(quantity.exact, fractions=False)
    if exact is not None and len(exact) <= COLUMN:
        return exact
    number = Decimal(quantity.decimal or 0)
    return f"≈ {_written(_rounded(number, min(digits, KNOWN)))}"


def said_together(
    here: Quantity, there: Quantity, rise: Quantity, digits: int = DIGITS
) -> tuple[str, str, str]:
    """Two values and the little difference between them, so that the difference can be seen.

    What does not end soon is rounded to the place at which the rise shows `digits` significant
    digits; the values to further ones where the difference of what is written would not come to
    that rise. The rise is never a fraction, for it stands over the run.
    """
    if rise.decimal is None or here.decimal is None or there.decimal is None:
        return said(here), said(there), said(rise)
    size = Decimal(rise.decimal)
    if not size:
        return said(here), said(there), "0"
    place = (size or Decimal(here.decimal or 1)).adjusted() - _enough(size, digits) + 1
    if Decimal(here.decimal) and Decimal(here.decimal).adjusted() - place >= CROWDED:
        apart = _told_apart(here, there, rise, place)
        if apart is not None:
            return (*apart, said(rise, digits))
    finer = _checkable(here, there, rise, place)
    texts = tuple(_in_full(x.exact) or _to_place(x, finer) for x in (here, there))
    over = _in_full(rise.exact, fractions=False) or _to_place(rise, place)
    return texts[0], texts[1], over


def _checkable(here: Quantity, there: Quantity, rise: Quantity, place: int) -> int:
    """The first place, from `place` on, at which the values' difference rounds to the rise.

    Whoever subtracts 2.71828183 from 2.72644619 finds no 0.00816437, but with one more digit does.
    """
    said_rise, unit = _at_place(rise, place), Decimal((0, (1,), place))
    for nearer in range(place, place - CLOSER - 1, -1):
        one, other = (_seen(value, nearer) for value in (here, there))
        if EXACT.subtract(other, one).quantize(unit, context=EXACT) == said_rise:
            return nearer
    return place


def _seen(value: Quantity, place: int) -> Decimal:
    """The value as far as it will be written."""
    exact = value.exact
    if _in_full(exact) is not None and isinstance(exact, Rational):
        return EXACT.divide(Decimal(int(exact.p)), Decimal(int(exact.q)))
    return _at_place(value, place)


def _told_apart(
    here: Quantity, there: Quantity, rise: Quantity, place: int
) -> tuple[str, str] | None:
    """Two values that agree in more digits than anybody reads: 1 - 2.7e-87 and 1 - 2.6e-87.

    Without a round number nearby, and where not too many digits would be needed, None.
    """
    number = Decimal(here.decimal or 0)
    whole = _rounded(number, SETTLED).normalize(EXACT)
    round_one = len(whole.as_tuple().digits) <= DIGITS and abs(whole.adjusted()) <= FARTHEST
    if round_one and whole:
        base = Rational(*whole.as_integer_ratio())
        off, end = (of_expression(value.exact - base) for value in (here, there))
        texts = said_together(off, end, rise)[:2] if off.decimal != end.decimal else ("0", "0")
        return _more(_written(whole), texts[0]), _more(_written(whole), texts[1])
    if number.adjusted() - place < UNREADABLE:
        return None
    return said(here), _more(said(here), said(rise))


def _more(base: str, by: str) -> str:
    """The sum as it is written: 1 + 0.001, 1 − 0.001, 1."""
    if by == "0":
        return base
    return f"{base} {MINUS} {by[1:]}" if by.startswith(MINUS) else f"{base} + {by}"


def _in_full(exact: Expr, *, fractions: bool = True) -> str | None:
    """An infinity, or a rational number that can be written without loss and without length."""
    if exact.is_Atom and exact.is_infinite:  # of a long expression that is a long question
        return "∞" if exact == oo else f"{MINUS}∞"
    if not isinstance(exact, Rational):
        return None
    top, bottom = int(exact.p), int(exact.q)
    if max(top.bit_length(), bottom.bit_length()) > MOST_BITS:
        return None
    number = EXACT.divide(Decimal(top), Decimal(bottom))
    if EXACT.multiply(number, Decimal(bottom)) == top and _ends(bottom):
        text = _written(number.normalize(EXACT))
        return text if len(text) <= LONGEST else None
    if fractions and bottom <= LARGEST_DENOMINATOR and abs(top) < 10 * LARGEST_DENOMINATOR:
        return f"{top}/{bottom}".replace("-", MINUS)
    return None


def _ends(bottom: int) -> bool:
    """Whether a fraction with this reduced denominator is a decimal that ends."""
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    return bottom == 1


def _to_place(quantity: Quantity, place: int) -> str:
    """Rounded to the power of ten `place`; zeros at the end, a float's tail to a reader, fall."""
    return _written(_at_place(quantity, place))


def _at_place(quantity: Quantity, place: int) -> Decimal:
    number = Decimal(quantity.decimal or 0)
    digits = max(number.adjusted() - place + 1, 1)
    if digits >= KNOWN:
        number = Decimal(str(quantity.exact.evalf(digits + 5)))
    return _rounded(number, digits).normalize(EXACT)


def _enough(number: Decimal, digits: int) -> int:
    """As many digits, or so many more that the rounded number does not look like a round one."""
    if not number:
        return digits
    for enough in range(digits, min(digits + MORE, KNOWN)):
        if _rounded(number, enough).as_tuple().digits[-ROUND:] != (0,) * ROUND:
            return enough
    return digits


def _rounded(number: Decimal, digits: int) -> Decimal:
    context = ANY_SIZE.copy()
    context.prec = digits
    return context.plus(number)


def _written(number: Decimal) -> str:
    """All digits of the number, with an exponent only where it is huge or tiny."""
    if number == 0:
        return "0"
    size = number.adjusted()
    if size in FIXED:
        return f"{number:f}".replace("-", MINUS)
    mantissa = f"{number.scaleb(-size, EXACT):f}".replace("-", MINUS)
    power = f"10{str(size).translate(SUPERSCRIPT)}"
    return mantissa[:-1] + power if mantissa in {"1", f"{MINUS}1"} else f"{mantissa} × {power}"
