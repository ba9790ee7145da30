"""What holds for every formula: exact against finite difference, sums, shifts and constants."""

from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st
from mpmath import mp

from bot.tutor.calculus.basic import number, put_in
from bot.tutor.calculus.lesson import Slope
from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Call, Letter, Node, Number, Power, Product, Quotient, Sum

X = Letter("x")
PLACES = st.sampled_from(
    [Fraction(-3, 2), Fraction(-1, 3), Fraction(0), Fraction(2, 3), Fraction(2)]
)
SMOOTH = st.sampled_from(["sin", "cos", "atan", "tanh", "exp", "sigmoid", "asinh", "erf"])
KINKED = [
    ("|x|", "0"),
    ("x^(2/3)", "0"),
    ("x^(1/3)", "0"),
    ("1/x", "0"),
    ("floor(x)", "0"),
    ("sin(x)/x", "0"),
    ("relu(x)", "0"),
    ("sqrt(x)", "0"),
    ("ln x", "0"),
    ("x sqrt(x)", "0"),
    ("tan(x - pi/2)", "0"),
]


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(Sum),
        pairs.map(Product),
        pairs.map(lambda two: Quotient(two[0], Sum((number(3), Power(two[1], number(2)))))),
        st.tuples(SMOOTH, inner).map(lambda pair: Call(pair[0], (pair[1],))),
        st.tuples(inner, st.integers(1, 3)).map(lambda pair: Power(pair[0], number(pair[1]))),
    )


LEAVES = st.one_of(st.just(X), st.integers(1, 5).map(lambda n: Number(Fraction(n))))
FORMULAS = st.recursive(LEAVES, grown, max_leaves=5)


def slope(node: Node, place: Fraction, run: str | None = None) -> Slope:
    request = Request((plain(node),), "x", (str(place),), run=run)
    try:
        return teach(request).outcomes[0]
    except Misunderstood as refused:
        assume(refused.reason != "too-costly")
        raise


@given(FORMULAS, PLACES)
def test_exact_slope_and_a_tiny_finite_difference_agree(node, place):
    found = slope(node, place, run="10^-30")
    assert isinstance(found, Slope)
    with mp.workdps(40):
        exact, ratio = mp.mpf(found.slope.decimal), mp.mpf(found.nudged.ratio.decimal)
        assert abs(exact - ratio) <= mp.mpf(10) ** -12 * max(1, abs(exact))


@given(FORMULAS, FORMULAS, PLACES)
def test_the_slope_of_a_sum_is_the_sum_of_the_slopes(one, other, place):
    both, first, second = (slope(node, place) for node in (Sum((one, other)), one, other))
    with mp.workdps(40):
        total = mp.mpf(first.slope.decimal) + mp.mpf(second.slope.decimal)
        assert abs(mp.mpf(both.slope.decimal) - total) <= mp.mpf(10) ** -20 * max(1, abs(total))


@example(("x^(2/3)", "0"), Fraction(-1, 3))
@given(st.sampled_from(KINKED), st.fractions(-3, 3, max_denominator=4))
def test_a_constant_and_a_shift_change_no_kind(case, shift):
    formula, place = case
    node = parse(formula)
    moved = put_in(node, {"x": Sum((X, number(-shift)))})
    lifted = Sum((node, number(shift)))
    kinds = {
        type(teach(Request((plain(each),), "x", (str(at),))).outcomes[0])
        for each, at in ((node, Fraction(place)), (moved, shift), (lifted, Fraction(place)))
    }
    assert len(kinds) == 1
