"""A tree -> LaTeX, within what drawing sets in type."""

from typing import assert_never

from bot.tutor.reading.functions import BY_NAME
from bot.tutor.reading.printing.numeral import mantissa_and_exponent, numeral
from bot.tutor.reading.printing.plain import ATOM, POWER, PRODUCT, tightness
from bot.tutor.reading.tree import (
    Call,
    Cases,
    Condition,
    Constant,
    Letter,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

COMPARISONS = {"<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "==": "=", "!=": r"\neq"}
FENCES = {"abs": ("|", "|"), "floor": (r"\lfloor ", r"\rfloor "), "ceil": (r"\lceil ", r"\rceil ")}


def latex(node: Node) -> str:
    r"""For example \frac{1}{a}, without dollar signs; pieces are written out as text."""
    match node:
        case Number():
            return _number(node)
        case Letter(name):
            return name if len(name) == 1 else f"\\{name}"
        case Constant(name):
            return r"\pi" if name == "pi" else "e"
        case Negative(of):
            return f"-{_held(of, PRODUCT)}"
        case Sum(terms):
            first = _held(terms[0], PRODUCT) if isinstance(terms[0], Sum) else latex(terms[0])
            return first + "".join(_added(term) for term in terms[1:])
        case Product(factors):
            return _product(factors)
        case Quotient(top, bottom):
            return rf"\frac{{{latex(top)}}}{{{latex(bottom)}}}"
        case Power(base, exponent):
            return f"{_held(base, ATOM)}^{{{latex(exponent)}}}"
        case Call():
            return _call(node)
        case Cases():
            return _cases(node)
        case _:
            assert_never(node)


def _number(node: Number) -> str:
    digits = numeral(node.value)
    if "/" in digits:
        return rf"\frac{{{node.value.numerator}}}{{{node.value.denominator}}}"
    if "e" not in digits:
        return digits
    mantissa, exponent = mantissa_and_exponent(node.value)
    power = f"10^{{{exponent}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"


def _held(node: Node, at_least: int) -> str:
    text = latex(node)
    return text if tightness(node) >= at_least else rf"\left({text}\right)"


def _added(term: Node) -> str:
    if isinstance(term, Negative):
        return f" - {_held(term.of, PRODUCT)}"
    return f" + {_held(term, PRODUCT)}"


def _product(factors: tuple[Node, ...]) -> str:
    text = ""
    for factor in factors:
        piece = latex(factor) if isinstance(factor, Quotient) else _held(factor, POWER)
        # Two numbers side by side would read as one.
        joint = r" \cdot " if piece[0].isdigit() else r" \, "
        if text.isdigit() and joint != r" \cdot ":
            joint = ""
        text += joint + piece if text else piece
    return text


def _call(node: Call) -> str:
    inner = ", ".join(latex(argument) for argument in node.arguments)
    match node.function:
        case "sqrt":
            return rf"\sqrt{{{inner}}}"
        case "cbrt":
            return rf"\sqrt[3]{{{inner}}}"
        case "root":
            of, index = node.arguments
            return rf"\sqrt[{latex(index)}]{{{latex(of)}}}"
        case "log":
            of, foot = node.arguments
            return rf"\log_{{{latex(foot)}}}\left({latex(of)}\right)"
        case "factorial":
            return f"{_held(node.arguments[0], ATOM)}!"
        case "abs" | "floor" | "ceil" as function:
            opening, closing = FENCES[function]
            return rf"\left{opening}{inner}\right{closing}"
        case function:
            return rf"{BY_NAME[function].latex}\left({inner}\right)"


def _cases(node: Cases) -> str:
    pieces = [
        rf"{latex(value)}\ \mathrm{{if}}\ {_condition(when)}" for when, value in node.branches
    ]
    if node.otherwise is not None:
        pieces.append(rf"{latex(node.otherwise)}\ \mathrm{{otherwise}}")
    return r"\{" + r";\ ".join(pieces) + r"\}"


def _condition(condition: Condition) -> str:
    first, *rest = (latex(operand) for operand in condition.operands)
    pairs = zip(condition.comparisons, rest, strict=True)
    return first + "".join(f" {COMPARISONS[sign]} {operand}" for sign, operand in pairs)
