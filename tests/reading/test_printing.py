"""A formula that is printed and read again is the same formula, in every style."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from matplotlib.mathtext import MathTextParser
from trees import trees

from bot.tutor.reading.formula import parse
from bot.tutor.reading.functions import FUNCTIONS
from bot.tutor.reading.printing import latex, plain, unicode
from bot.tutor.reading.tree import Call, Letter, Number, Quotient

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("style", [plain, unicode, latex])
def test_what_is_printed_reads_back_to_the_same_tree(style):
    @QUICK
    @given(trees)
    def check(tree):
        assert parse(style(tree)) == tree

    check()


SHOWN = {
    "3*a": ("3a", "3a"),
    "a^2": ("a²", "a^{2}"),
    "ln(a)": ("ln a", r"\ln\left(a\right)"),
    "2*ln(a)": ("2 ln a", r"2\ln\left(a\right)"),
    "sqrt(a)": ("√a", r"\sqrt{a}"),
    "cbrt(a + 1)": ("³√(a + 1)", r"\sqrt[3]{a + 1}"),
    "abs(a)": ("|a|", r"\left|a\right|"),
    "1/a": ("1/a", r"\frac{1}{a}"),
    "1/(2*a)": ("1/(2a)", r"\frac{1}{2a}"),
    "-3*a": ("−3a", "-3a"),
    "x^2 - 4*x + 3": ("x² − 4x + 3", "x^{2} - 4x + 3"),
    "x*e^x": ("xe^x", r"x \, e^{x}"),
    "e^(2*x)": ("e^(2x)", "e^{2x}"),
    "x^(-1)": ("x⁻¹", "x^{-1}"),
    "l*n": ("l·n", r"l \, n"),
    "a*t": ("a·t", r"a \, t"),
    "x*x": ("x·x", r"x \, x"),
    "2*3": ("2·3", r"2 \cdot 3"),
    "pi*r^2": ("πr²", r"\pi \, r^{2}"),
    "sin(x)/x": ("sin(x)/x", r"\frac{\sin\left(x\right)}{x}"),
    "6.02e23": ("6.02·10²³", r"6.02 \cdot 10^{23}"),
    "1e-30": ("10⁻³⁰", "10^{-30}"),
    "0.001": ("0.001", "0.001"),
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.items(), ids=SHOWN.keys())
def test_a_formula_is_shown_as_a_person_would_write_it(text, shown):
    tree = parse(text)
    assert (plain(tree), unicode(tree), latex(tree)) == (text, *shown)


def test_a_fraction_without_an_end_is_a_quotient():
    third = Number(Fraction(1, 3))
    assert plain(third) == "1/3"
    assert parse(plain(third)) == Quotient(Number(Fraction(1)), Number(Fraction(3)))


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_matplotlib_can_draw_every_function(row):
    arguments = (Letter("x"), Number(Fraction(2)))[: max(row.arity[0], 1)]
    MathTextParser("path").parse(f"${latex(Call(row.name, arguments))}$")


def test_matplotlib_can_draw_pieces():
    MathTextParser("path").parse(f"${latex(parse('x^2 if x<0; x otherwise'))}$")
