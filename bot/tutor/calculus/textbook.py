"""The form of a derivative that a textbook would print: the shortest of some that are equal."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import inf

import sympy
from mpmath import mp
from sympy import Abs, Add, Expr, Float, Integer, Mul, Piecewise, Pow, Symbol, sign

from bot.tutor.calculus.basic import basic, letters, parts
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.exact import placed
from bot.tutor.calculus.lesson import Quantity
from bot.tutor.calculus.own import real_power
from bot.tutor.calculus.quantity import DIGITS
from bot.tutor.calculus.reals import inexact
from bot.tutor.calculus.rules.check import alike
from bot.tutor.calculus.rules.places import all_around
from bot.tutor.calculus.written import degree, node_of
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.tree import Quotient

LONGEST = 60  # operations of a derivative for which another form is looked for
MOST_TERMS = 40  # of a sum that is multiplied out
GREATEST_DEGREE, MOST_LETTERS = 8, 2  # of a polynomial that is factored
SHORT = 5  # what reads so easily that nothing is to be gained
BAR = 4  # characters that a fraction bar counts for
REMEMBERED = 64
HALF = sympy.Rational(1, 2)
CLOSE = 1e-20  # relative: how near a form has to come to the slope that is known
FEWEST = 2  # places at which two forms have to agree
RATIOS = {
    sympy.tan: lambda u: sympy.sin(u) / sympy.cos(u),
    sympy.cot: lambda u: sympy.cos(u) / sympy.sin(u),
    sympy.sec: lambda u: 1 / sympy.cos(u),
    sympy.csc: lambda u: 1 / sympy.sin(u),
}
# c f(u)^2 + c is c/g(u)^2, c f(u)^2 + c g(u)^2 is c, and c f(u)^2 - c g(u)^2 is c.
SECANTS = {sympy.tan: sympy.cos, sympy.cot: sympy.sin}
CIRCLES = {sympy.cos: (sympy.sin, 1), sympy.cosh: (sympy.sinh, -1)}


@lru_cache(maxsize=REMEMBERED)
def textbook(derivative: Expr, variable: Symbol) -> Expr:
    """The form that reads most easily; the derivative itself where none reads more easily.

    The rewrites are few, each is bounded before it begins, and what they give is believed only
    where it has the same values at several points.
    """
    if isinstance(derivative, Piecewise):
        pieces = [(textbook(piece, variable), test) for piece, test in derivative.args]
        return Piecewise(*pieces, evaluate=False)
    if derivative.count_ops() > LONGEST or not _is_long(derivative):
        return derivative
    tidy = _ruled(derivative)
    best = tidy if _same(tidy, derivative, variable) else derivative
    lengths = {one: _length(one) for one in (best, *_candidates(best, variable))}
    shorter = [one for one in lengths if lengths[one] < lengths[best]]
    ranked = sorted(shorter, key=lambda one: lengths[one])
    return next((one for one in ranked if _same(one, best, variable)), best)


def at_point(derivative: Expr | None, variable: Symbol, point: Expr, slope: Quantity) -> Quantity:
    """The slope in the form of the derivative, 1/cos(1)² beside 1/cos(x)², if it is that number."""
    rational = slope.exact.is_Rational or slope.exact.is_infinite
    if derivative is None or derivative.has(Piecewise) or point.has(Float) or rational:
        return slope
    form = placed(derivative, variable.name, point)
    return Quantity(form, slope.decimal) if _is_number(form, slope) else slope


def _is_number(form: Expr, slope: Quantity) -> bool:
    """By our own arithmetic, which gives up early on what cancels, as 1 - tanh(10^6)² does."""
    node = node_of(form)
    if node is None or slope.decimal is None or letters(node):
        return False
    try:
        with mp.workdps(DIGITS):
            found, known = inexact(value(basic(node), {})), mp.mpf(slope.decimal)
            return bool(abs(found - known) <= CLOSE * abs(known))
    except (NoValue, Misunderstood):
        return False


def _is_long(derivative: Expr) -> bool:
    """Whether there may be something to gain: more than a short term or a sum of powers."""
    if derivative.is_polynomial() and not any(power.base.is_Add for power in derivative.atoms(Pow)):
        return False
    node = node_of(derivative)
    return node is not None and len(unicode(node)) > SHORT


def _length(expression: Expr) -> float:
    """In characters; one fraction bar reads more easily than two."""
    node = node_of(expression)
    if node is None:
        return inf
    return len(unicode(node)) + BAR * sum(isinstance(part, Quotient) for part in parts(node))


def _same(one: Expr, other: Expr, variable: Symbol) -> bool:
    if one == other:
        return True
    first, second = node_of(one), node_of(other)
    if first is None or second is None:
        return False
    places = all_around(second, variable.name)
    return len(places) >= FEWEST and alike((first, second), places)


def _candidates(derivative: Expr, x: Symbol) -> Iterator[Expr]:
    yield from _over_one_bar(derivative, x)
    if derivative.has(*RATIOS):
        ratios = derivative
        for ratio, change in RATIOS.items():
            ratios = ratios.replace(ratio, change)
        yield from _over_one_bar(ratios, x)
    if all(side.args[0] == x for side in derivative.atoms(Abs, sign)) and derivative.has(Abs):
        yield from _by_its_half(derivative, x)


def _ruled(expression: Expr) -> Expr:
    """Squares of a circle or a secant put together, and powers of one base, and sizes with signs.

    As in tan(u)² + 1, which is 1/cos(u)², x^n/x, and sign(u)·u or u²/|u|, which is |u|.
    """
    if not expression.args:
        return expression
    same = expression.func(*map(_ruled, expression.args))
    if same.is_Add:
        return _squares(same)
    if same.is_Mul:
        return _sizes(_roots(_joined(same)))
    return _unrooted(same) if same.is_Pow else same


def _squares(terms: Expr) -> Expr:
    for wave in terms.atoms(*SECANTS, *CIRCLES):
        front, (u,) = terms.coeff(wave, 2), wave.args
        if wave.func in SECANTS:
            shorter = terms - front * wave**2 - front + front / SECANTS[wave.func](u) ** 2
        else:
            other, side = CIRCLES[wave.func]
            if front == 0 or not (side * terms.coeff(other(u), 2) / front).is_positive:
                continue
            shorter = terms - front * (wave**2 + side * other(u) ** 2 - 1)
        if _weight(shorter) < _weight(terms):
            return shorter
    return terms


def _weight(expression: Expr) -> tuple[int, int]:
    return len(Add.make_args(expression)), int(expression.count_ops())


def _joined(product: Expr) -> Expr:
    """x^(n - 1) for x^n/x, which sympy leaves apart."""
    powers = product.as_powers_dict()
    letters = {
        base for base, n in powers.items() if base.is_Symbol and not sympy.sympify(n).is_number
    }
    if not letters:
        return product
    others = (part for part in product.args if part.as_base_exp()[0] not in letters)
    return Mul(*others, *(base ** powers[base] for base in letters))


def _roots(product: Expr) -> Expr:
    """√(u² - 1) for √(u - 1)·√(u + 1)."""
    roots = [part for part in product.args if part.is_Pow and abs(part.exp) == HALF]
    for one, other in combinations(roots, 2):
        inside = _multiplied_out(one.base * other.base)
        if one.exp == other.exp and len(Add.make_args(inside)) <= len(one.base.args):
            return product / (one * other) * inside**one.exp
    return product


def _unrooted(power: Expr) -> Expr:
    """√u/|v| for √(u/v²), and 1 for sign(u)²."""
    if isinstance(power.base, sign) and power.exp.is_even:
        return Integer(1)
    if abs(power.exp) != HALF or not power.base.is_Mul:
        return power
    squares = [part for part in power.base.args if part.is_Pow and part.exp.is_even]
    inside = power.base / Mul(*squares)
    return inside**power.exp * Mul(*(Abs(part.base) ** (part.exp * power.exp) for part in squares))


def _sizes(product: Expr) -> Expr:
    for size in product.atoms(Abs, sign):
        (u,) = size.args
        powers = {base: sympy.sympify(n) for base, n in product.as_powers_dict().items()}
        of_u, of_sign, of_size = (powers.pop(part, Integer(0)) for part in (u, sign(u), Abs(u)))
        turns, grown = of_u + of_sign, of_size + of_u
        if not (of_u.is_Integer and of_sign.is_Integer) or turns == 0:
            continue
        others = Mul(*(Pow(base, n) for base, n in powers.items()))
        if turns % 2 == 0:
            return others * Abs(u) ** grown
        return others * (
            u * Abs(u) ** (grown - 1) if grown.is_Integer else sign(u) * Abs(u) ** grown
        )
    return product


def _over_one_bar(expression: Expr, x: Symbol) -> Iterator[Expr]:
    """One fraction, its numerator multiplied out and taken apart again."""
    together = sympy.expand_power_base(sympy.together(expression, deep=True))
    above, below = sympy.fraction(_ruled(together), exact=True)
    if below != 1 and not below.has(x):
        return
    yield _fraction(above, below)
    above = sympy.factor_terms(_apart(_squares(_multiplied_out(above))))
    yield _fraction(above, below)
    above = Mul(*(_multiplied_out(part) for part in Mul.make_args(above)), evaluate=False)
    yield _fraction(above, below)
    if below.is_Mul:
        yield _fraction(above, _multiplied_out(below))


def _apart(above: Expr) -> Expr:
    """A polynomial in its factors, if it is a small one."""
    letters = above.free_symbols
    small = all(degree(above, letter) <= GREATEST_DEGREE for letter in letters)
    few = len(letters) <= MOST_LETTERS and small and above.is_polynomial(*letters)
    return sympy.factor(above) if few else above


def _fraction(above: Expr, below: Expr) -> Expr:
    """With a minus before it rather than before every term above the bar."""
    minus = above.is_Add and all(term.could_extract_minus_sign() for term in above.args)
    return Mul(-1, -above, 1 / below) if minus else above / below


def _multiplied_out(expression: Expr) -> Expr:
    """As a sum, unless that would be a long one."""
    if _terms(expression) > MOST_TERMS:
        return expression
    return sympy.expand(expression, power_base=False, power_exp=False, log=False)


def _terms(expression: Expr) -> int:
    """How many there are at most when the expression is multiplied out."""
    if expression.is_Add:
        return sum(map(_terms, expression.args))
    if expression.is_Mul:
        return int(sympy.prod(map(_terms, expression.args)))
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
        return int(min(_terms(expression.base) ** min(expression.exp, MOST_TERMS), 1 + MOST_TERMS))
    return max(map(_terms, expression.args), default=1)  # sympy multiplies out inside, too


def _by_its_half(expression: Expr, x: Symbol) -> Iterator[Expr]:
    """Its forms for positive x, with odd roots that are real for negative x too."""
    half = Symbol(x.name, positive=True)
    right = expression.xreplace({Abs(x): half, sign(x): Integer(1)}).xreplace({x: half})
    for form in _over_one_bar(right, half):
        roots = {
            power: real_power(x, power.exp)
            for power in form.atoms(Pow)
            if power.base == half and power.exp.is_Rational and power.exp.q % 2 == 1 < power.exp.q
        }
        yield form.xreplace(roots).xreplace({half: x})
