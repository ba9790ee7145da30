"""Solve f(x) = t over the reals: polynomials, and whatever a small table of inverses undoes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sympy
from mpmath import mp
from sympy import Expr, Float, Integer, Poly, Rational, Symbol, pi

from bot.tutor.calculus.powers import fraction, rational_power
from bot.tutor.calculus.quantity import numeric
from bot.tutor.calculus.reals import inexact
from bot.tutor.calculus.written import degree

LONGEST = 60  # operations of a formula that is solved
GREATEST_DEGREE = 12  # of a polynomial that is solved
GREATEST_NUMBER = 400  # bits of a polynomial's coefficients
DIGITS = 40  # of a root that has no short exact form
TURNS = 3  # of a periodic function, to either side of the one nearest to 0
LINEAR, QUADRATIC, QUARTIC = 1, 2, 4


class Unsolved(Exception):  # noqa: N818 - caught where a search begins instead
    """There is no way to solve this here."""


@dataclass(frozen=True)
class Roots:
    """Every solution is among these, and others may be; of endlessly many those nearest to 0.

    Attributes:
        candidates: exact, or a Float of 40 digits where there is no short exact form.
    """

    candidates: frozenset[Expr]
    endless: bool = False


def solve(function: Expr, target: Expr, x: Symbol) -> Roots:
    """Candidates for f(x) = target, every one of them to be tried out.

    Work is bounded by the formula's length, degree and numbers before it begins.

    Raises:
        Unsolved: no rule applies, or it would take too long.
    """
    if (function - target).count_ops() > LONGEST:
        raise Unsolved
    if function == x:
        return Roots(frozenset({target}))
    if not function.has(x):
        return _constant(function, target)
    if function.has(sympy.Abs, sympy.sign):
        return _halves(function, target, x)
    difference = function - target
    if degree(difference, x) <= GREATEST_DEGREE and difference.is_polynomial(x):
        return _polynomial(Poly(difference, x))
    if function.is_Add:
        return _sum(function, target, x)
    if function.is_Mul:
        return _product(function, target, x)
    if function.is_Pow:
        return _power(function, target, x)
    return _inverted(function, target, x)


def _constant(function: Expr, target: Expr) -> Roots:
    if _sign(function - target) == 0:
        raise Unsolved  # it holds everywhere, which is no list of points
    return Roots(frozenset())


def _halves(function: Expr, target: Expr, x: Symbol) -> Roots:
    """With |x| in it: as it is on the right of 0, and as it is on the left, and 0 itself."""
    if any(part.args[0] != x for part in function.atoms(sympy.Abs, sympy.sign)):
        raise Unsolved
    sides = ({sympy.Abs(x): side * x, sympy.sign(x): Integer(side)} for side in (1, -1))
    each = [solve(function.xreplace(side), target, x) for side in sides]
    return _together([*each, Roots(frozenset({Integer(0)}))])


def _together(each: list[Roots]) -> Roots:
    candidates = frozenset().union(*(roots.candidates for roots in each))
    return Roots(candidates, any(roots.endless for roots in each))


def _sign(constant: Expr) -> int:
    number = numeric(constant)
    return int(number > 0) - int(number < 0)


def _polynomial(polynomial: Poly) -> Roots:
    found: set[Expr] = set()
    if not all(number.is_Rational for number in polynomial.all_coeffs()):
        return Roots(frozenset(_by_formula(polynomial)))
    if any(_bits(number) > GREATEST_NUMBER for number in polynomial.all_coeffs()):
        raise Unsolved
    for factor, _ in polynomial.factor_list()[1]:
        try:
            found.update(_by_formula(factor))
        except Unsolved:
            found.update(_isolated(factor))
    return Roots(frozenset(found))


def _bits(number: Expr) -> int:
    return max(int(number.p).bit_length(), int(number.q).bit_length())


def _by_formula(polynomial: Poly) -> list[Expr]:
    """The roots of ax + b, ax^2 + bx + c, ax^n + c and ax^4 + bx^2 + c."""
    numbers, highest = polynomial.all_coeffs(), polynomial.degree()
    if highest == LINEAR:
        return [-numbers[1] / numbers[0]]
    if highest == QUADRATIC:
        return _quadratic(*numbers)
    if not any(numbers[1:-1]):
        return _roots_of(-numbers[-1] / numbers[0], highest)
    if highest == QUARTIC and numbers[1] == numbers[3] == 0:
        squares = _quadratic(numbers[0], numbers[2], numbers[4])
        return [root for square in squares for root in _roots_of(square, 2)]
    raise Unsolved


def _quadratic(a: Expr, b: Expr, c: Expr) -> list[Expr]:
    inside = b**2 - 4 * a * c
    if _sign(inside) < 0:
        return []
    root = sympy.sqrt(inside)
    return [(-b + root) / (2 * a), (-b - root) / (2 * a)]


def _roots_of(number: Expr, degree: int) -> list[Expr]:
    """The real solutions of u^degree = number."""
    sign = _sign(number)
    if sign == 0:
        return [Integer(0)]
    if sign < 0:
        return [] if degree % 2 == 0 else [-((-number) ** Rational(1, degree))]
    root = number ** Rational(1, degree)
    return [root, -root] if degree % 2 == 0 else [root]


def _isolated(polynomial: Poly) -> list[Expr]:
    """Every real root between two fractions that are closer together than its digits."""
    between = polynomial.intervals(eps=Rational(1, 10**DIGITS))
    return [Float((low + high) / 2, DIGITS) for (low, high), _ in between]


def _sum(function: Expr, target: Expr, x: Symbol) -> Roots:
    constant, rest = function.as_independent(x, as_Add=True)
    if constant != 0:
        return solve(rest, target - constant, x)
    whole = function - target
    if degree(whole, x) > GREATEST_DEGREE:
        raise Unsolved
    top, bottom = sympy.together(whole).as_numer_denom()
    if bottom.has(x):
        return solve(top, Integer(0), x)
    factored = sympy.factor(whole)
    if factored.is_Mul or factored.is_Pow:
        return solve(factored, Integer(0), x)
    raise Unsolved


def _product(function: Expr, target: Expr, x: Symbol) -> Roots:
    constant, rest = function.as_independent(x, as_Add=False)
    if constant != 1:
        return solve(rest, target / constant, x)
    if target == 0:
        each = [solve(factor, target, x) for factor in function.args]
        return _together(each)
    top, bottom = function.as_numer_denom()
    if bottom.has(x):
        return solve(top - target * bottom, Integer(0), x)
    raise Unsolved


def _power(function: Expr, target: Expr, x: Symbol) -> Roots:
    base, exponent = function.args
    if not base.has(x):
        if _sign(target) <= 0:
            return Roots(frozenset())
        return solve(exponent, sympy.log(target) / sympy.log(base), x)
    if not exponent.is_Rational:
        raise Unsolved
    if _sign(target) == 0:
        return solve(base, Integer(0), x) if exponent > 0 else Roots(frozenset())
    root = rational_power(sympy.Abs(target), fraction(1 / exponent))
    return _together([solve(base, root, x), solve(base, -root, x)])


def _inverted(function: Expr, target: Expr, x: Symbol) -> Roots:
    if len(function.args) != 1:
        raise Unsolved
    if type(function) in PERIODS:
        return _periodic(function, target, x)
    inverse = INVERSES.get(type(function))
    if inverse is None:
        raise Unsolved
    values = [one for one in inverse(target) if one.is_real is not False]
    return _together([solve(function.args[0], value, x) for value in values])


def _periodic(function: Expr, target: Expr, x: Symbol) -> Roots:
    """The solutions nearest to 0, where the argument is linear."""
    (inside,) = function.args
    steep, height = inside.coeff(x, 1), inside.coeff(x, 0)
    if inside.has(x) and (inside - steep * x - height).expand() != 0:
        raise Unsolved
    period = PERIODS[type(function)]
    firsts = [one for one in INVERSES[type(function)](target) if one.is_real is not False]
    candidates = set()
    for first in firsts:
        with mp.workdps(DIGITS):
            nearest = int(mp.nint(inexact(numeric((height - first) / period))))
        for turn in range(nearest - TURNS, nearest + TURNS + 1):
            candidates.add((first + turn * period - height) / steep)
    return Roots(frozenset(candidates), endless=bool(candidates))


# A function's arguments with a given value, up to its period; what is not real is no argument.
INVERSES: Mapping[type, Callable[[Expr], list[Expr]]] = {
    sympy.sin: lambda t: [sympy.asin(t), pi - sympy.asin(t)],
    sympy.cos: lambda t: [sympy.acos(t), -sympy.acos(t)],
    sympy.tan: lambda t: [sympy.atan(t)],
    sympy.exp: lambda t: [sympy.log(t)] if _sign(t) > 0 else [],
    sympy.log: lambda t: [sympy.exp(t)],
    sympy.asin: lambda t: [sympy.sin(t)],
    sympy.acos: lambda t: [sympy.cos(t)],
    sympy.atan: lambda t: [sympy.tan(t)],
    sympy.sinh: lambda t: [sympy.asinh(t)],
    sympy.cosh: lambda t: [sympy.acosh(t), -sympy.acosh(t)],
    sympy.tanh: lambda t: [sympy.atanh(t)],
    sympy.asinh: lambda t: [sympy.sinh(t)],
    sympy.atanh: lambda t: [sympy.tanh(t)],
}
PERIODS: Mapping[type, Expr] = {sympy.sin: 2 * pi, sympy.cos: 2 * pi, sympy.tan: pi}
