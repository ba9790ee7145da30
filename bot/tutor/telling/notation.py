"""How mathematics is written in a sentence: f(a) = 3a, df(a)/da, 0.003/0.001 = 3."""

from sympy import Expr

from bot.tutor.calculus import node_of
from bot.tutor.calculus.lesson import Function, Nudged, Place, Quantity
from bot.tutor.numerals import is_exact, is_near, said
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.tree import Letter
from bot.tutor.telling.length import shorten

FORMULA = 160  # characters of a formula that a sentence bears
CONSTANT = 12  # characters of an exact number, such as √2/2, that is worth showing
PRIMES = ("", "′", "″", "‴")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def defined(function: Function) -> str:
    """f(a) = 3a, or y = 3a where the learner called it y."""
    return f"{called(function)} = {shorten(unicode(parse(function.text)), FORMULA)}"


def called(function: Function) -> str:
    return "y" if function.name == "y" else f"{function.name}({letter(function.variable)})"


def letter(variable: str) -> str:
    """The variable as it is written: a; θ for theta."""
    return unicode(Letter(variable))


def short(function: Function, order: int = 1) -> str:
    """What is nudged: f, or for a higher order the derivative below it, f′."""
    if order - 1 < len(PRIMES):
        return function.name + PRIMES[order - 1]
    return f"{function.name}⁽{str(order - 1).translate(SUPERSCRIPT)}⁾"


def at(place: Place) -> str:
    """The variable at its point: a = π/3."""
    return f"{letter(place.function.variable)} = {unicode(parse(place.at_text))}"


def quotient(function: Function, order: int = 1) -> str:
    """df(a)/da, d²f(a)/da²; dy/dx."""
    power = str(order).translate(SUPERSCRIPT) if order > 1 else ""
    return f"d{power}{called(function)}/d{letter(function.variable)}{power}"


def operator(function: Function, order: int = 1) -> str:
    """d/da f(a); d/dx y."""
    power = str(order).translate(SUPERSCRIPT) if order > 1 else ""
    return f"d{power}/d{letter(function.variable)}{power} {called(function)}"


def formula(expression: Expr | None) -> str | None:
    """An expression as a textbook writes it: 2a, cos a; None where that is not possible."""
    node = None if expression is None else node_of(expression)
    return None if node is None else shorten(unicode(node), FORMULA)


def number(quantity: Quantity) -> str:
    """A number in full: 3, 0.5, or √2/2 ≈ 0.707107, or ≈ 0.707107 where the exact form is long."""
    if quantity.decimal is None or is_exact(quantity):
        return said(quantity)
    exact = formula(quantity.exact)
    rounded = f"≈ {said(quantity)}"
    return f"{exact} {rounded}" if exact and len(exact) <= CONSTANT else rounded


def moved(place: Place, nudged: Nudged) -> str:
    """Where the variable is after the nudge: 5.001; π/3 + 0.001 where no decimal is exact."""
    if is_exact(nudged.to):
        return said(nudged.to)
    run = said(nudged.run)
    sign = "−" if run.startswith("−") else "+"
    return f"{unicode(parse(place.at_text))} {sign} {run.removeprefix('−')}"


def fraction(nudged: Nudged, rise: str, slope: Quantity | None) -> str:
    """0.003/0.001 = 3, and for a curve 0.004001/0.001 = 4.001 ≈ 4; `rise` as it was said.

    With a rough nudge 5/1 = 5 alone: 5 is not about 4.
    """
    run = said(nudged.run)
    run = f"({run})" if run.startswith("−") or "/" in run else run
    shown = is_exact(nudged.ratio) and is_exact(nudged.run)
    exact = shown and is_exact(nudged.rise, fractions=False)
    text = f"{rise}/{run} {'=' if exact else '≈'} {said(nudged.ratio)}"
    if slope is None or nudged.exact or said(slope) == said(nudged.ratio):
        return text
    return f"{text} ≈ {said(slope)}" if is_near(nudged.ratio, slope) else text
