"""Equations that are solved, each root by hand, and those that are left to a search."""

import pytest
from sympy import Abs, Rational, asin, atan, cos, erf, log, oo, pi, root, sin, sqrt, sympify, tan

from bot.tutor.calculus.exact import symbol
from bot.tutor.calculus.solve import LONGEST, Unsolved, solve

X = symbol("x")


def by_value(roots):
    return sorted(complex(one.evalf(20)).real for one in roots)


@pytest.mark.parametrize(
    ("function", "target", "roots"),
    [
        (4 * X**3, 5, [root(Rational(5, 4), 3)]),
        (4 * X**3, -5, [-root(Rational(5, 4), 3)]),
        (5 * X**4, 3, [-root(Rational(3, 5), 4), root(Rational(3, 5), 4)]),
        (5 * X**4, -3, []),
        (sqrt(2) * X**3, 0, [0]),
        # x^2 = (5 ± √5)/2
        (X**4 - 5 * X**2, -5, [s * sqrt((5 + t * sqrt(5)) / 2) for s in (1, -1) for t in (1, -1)]),
        (2**X, 8, [3]),
        (2**X, -1, []),
        (asin(X), pi / 6, [Rational(1, 2)]),
        (tan(2 * X + 1), 1, None),
        (Abs(X) * X, -9, [-3]),
        (log(X) ** 2, 1, None),
    ],
    ids=str,
)
def test_every_root_is_among_the_candidates(function, target, roots):
    found = solve(function, sympify(target), X).candidates
    real = [one for one in found if one.is_real]
    right = [one for one in real if abs((function.subs(X, one) - target).evalf(30)) < 1e-20]
    if roots is None:
        assert right
    else:
        assert by_value(right) == pytest.approx(by_value(map(sympify, roots)))


@pytest.mark.parametrize(
    ("function", "target"),
    [
        (sum(sin(k * X) for k in range(LONGEST)), 1),
        (sympify(3) + 0 * X, 3),
        (Abs(X - 1), 2),
        (10**200 * X**2 - 3 * X, 1),
        (X**pi, 2),
        (erf(X), Rational(1, 2)),
        (sin(X**2), Rational(1, 2)),
        (X * sin(X), 1),
        (X + cos(X), 1),
        (atan(X) + X**20, 1),
        ((X + 1) ** X, 2),
    ],
    ids=str,
)
def test_what_has_no_rule_is_left_to_a_search(function, target):
    with pytest.raises(Unsolved):
        solve(function, sympify(target), X)


def test_what_no_number_reaches_has_no_candidate_that_is_a_number():
    assert all(one.is_finite is not True for one in solve(atan(X), pi / 2, X).candidates)
    assert oo not in solve(1 / X, sympify(0), X).candidates
