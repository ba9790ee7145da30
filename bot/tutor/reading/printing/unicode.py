"""A tree -> Unicode text for captions: 3a, a², √a, |a|, 1/a, ln a, with − for minus."""

import re
from fractions import Fraction
from typing import assert_never

from bot.tutor.reading.names import GREEK, names_in
from bot.tutor.reading.printing.numeral import mantissa_and_exponent, numeral
from bot.tutor.reading.printing.plain import ATOM, PRODUCT, tightness
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

MINUS = "−"
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
COMPARISONS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
INVERSES = frozenset(
    f"a{name}{hyperbolic}"
    for name in ("sin", "cos", "tan", "cot", "sec", "csc")
    for hyperbolic in ("", "h")
)
TEXTBOOK = {"sign": "sgn", "log2": "log₂", "log10": "log₁₀"}
GREEK_SIGNS = {name: sign for sign, name in GREEK.items()}


def unicode(node: Node) -> str:
    """A formula as a person would write it in a message, with no doubt about what it means."""
    if isinstance(node, Sum):
        return _term(node.terms[0]) + "".join(_added(term) for term in node.terms[1:])
    return _term(node)


def _term(node: Node) -> str:
    """A term of a sum; a function that ends it needs no brackets: 2 ln a."""
    match node:
        case Negative(of):
            inner = _term(of) if tightness(of) >= PRODUCT else f"({unicode(of)})"
            return MINUS + inner
        case Product(factors):
            *front, last = factors
            return _joined([*(_factor(factor) for factor in front), _last(last)])
        case Call():
            return _last(node)
        case Sum():
            return f"({unicode(node)})"
        case _:
            return _factor(node, quotient_stays=True)


def _added(term: Node) -> str:
    if isinstance(term, Negative):
        return f" {MINUS} {_term(term)[1:]}"
    return f" + {_term(term)}"


def _last(node: Node) -> str:
    """A function of one plain symbol, where nothing follows: ln a."""
    if isinstance(node, Call) and _is_named(node) and len(node.arguments) == 1:
        (argument,) = node.arguments
        if isinstance(argument, Letter | Constant) and node.function != "gamma":
            return f"{_name(node.function)} {_factor(argument)}"
    return _factor(node)


def _is_named(node: Call) -> bool:
    return node.function not in {*FENCES, "sqrt", "cbrt", "factorial"}


def _factor(node: Node, *, quotient_stays: bool = False) -> str:
    """A node where a factor may stand: brackets around sums, signs, quotients and products."""
    match node:
        case Number(value):
            return _number(node) if _is_short(value) or quotient_stays else f"({_number(node)})"
        case Letter(name):
            return GREEK_SIGNS.get(name, name)
        case Constant(name):
            return "π" if name == "pi" else "e"
        case Power(base, exponent):
            return _power(base, exponent)
        case Call():
            return _call(node)
        case Quotient(top, bottom) if quotient_stays:
            return f"{_over(top)}/{_under(bottom)}"
        case Cases():
            return _cases(node)
        case Negative() | Sum() | Product() | Quotient():
            return f"({unicode(node)})"
        case _:
            assert_never(node)


def _is_short(value: Fraction) -> bool:
    return not {"e", "/"} & set(numeral(value))


def _number(node: Number) -> str:
    digits = numeral(node.value)
    if "e" not in digits:
        return digits
    mantissa, exponent = mantissa_and_exponent(node.value)
    power = "10" + str(exponent).translate(SUPERSCRIPTS)
    return power if mantissa == "1" else f"{mantissa}·{power}"


def _power(base: Node, exponent: Node) -> str:
    held = _factor(base) if tightness(base) == ATOM and not _rooted(base) else f"({unicode(base)})"
    raised = _raised(exponent)
    if raised is not None:
        return held + raised
    inner = _factor(exponent)
    plain_enough = tightness(exponent) == ATOM and not inner.startswith(("(", "{"))
    return f"{held}^{inner}" if plain_enough or inner.startswith("(") else f"{held}^({inner})"


def _rooted(node: Node) -> bool:
    return isinstance(node, Call) and node.function in {"sqrt", "cbrt", "factorial"}


def _raised(exponent: Node) -> str | None:
    """Superscript digits for an integer exponent."""
    sign, of = ("-", exponent.of) if isinstance(exponent, Negative) else ("", exponent)
    if isinstance(of, Number) and numeral(of.value).isdigit():
        return (sign + numeral(of.value)).translate(SUPERSCRIPTS)
    return None


def _over(top: Node) -> str:
    if isinstance(top, Product):
        return _joined([_factor(factor) for factor in top.factors])
    return _factor(top, quotient_stays=True)


def _under(bottom: Node) -> str:
    return _factor(bottom)


def _call(node: Call) -> str:
    inner = ", ".join(unicode(argument) for argument in node.arguments)
    argument = node.arguments[0]
    simple = isinstance(argument, Letter | Constant) or (
        isinstance(argument, Number) and _is_short(argument.value)
    )
    match node.function:
        case "abs" | "floor" | "ceil" as function:
            opening, closing = FENCES[function]
            return f"{opening}{inner}{closing}" if _no_bars(inner) else f"{function}({inner})"
        case "sqrt" | "cbrt" as function:
            sign = "√" if function == "sqrt" else "³√"
            return sign + (inner if simple else f"({inner})")
        case "factorial":
            return f"{inner}!" if simple else f"({inner})!"
        case function:
            return f"{_name(function)}({inner})"


def _name(function: str) -> str:
    """As textbooks write it: arcsin for asin, arsinh for asinh, log₂ for log2."""
    if function in INVERSES:
        return ("ar" if function.endswith("h") else "arc") + function[1:]
    return TEXTBOOK.get(function, function)


def _no_bars(inner: str) -> bool:
    return "|" not in inner


def _cases(node: Cases) -> str:
    pieces = [f"{unicode(value)} if {condition(when)}" for when, value in node.branches]
    if node.otherwise is not None:
        pieces.append(f"{unicode(node.otherwise)} otherwise")
    return "{" + "; ".join(pieces) + "}"


def condition(condition: Condition) -> str:
    first, *rest = (unicode(operand) for operand in condition.operands)
    pairs = zip(condition.comparisons, rest, strict=True)
    return first + "".join(f" {COMPARISONS[sign]} {operand}" for sign, operand in pairs)


def _joined(factors: list[str]) -> str:
    text = factors[0]
    for factor in factors[1:]:
        text += _between(text, factor) + factor
    return text


NUMBER_AT_END = re.compile(r"(?<![\w^√.⁰¹²³⁴⁵⁶⁷⁸⁹])\d+(\.\d+)?\Z")
SYMBOL_AT_END = re.compile(r"(?:(?<![a-zA-Z_^√])[a-zA-Z]{1,3}|[α-ωΑ-Ω]|[⁰¹²³⁴⁵⁶⁷⁸⁹])\Z")
SYMBOL_AT_START = re.compile(r"(?:[a-zA-Z](?![\w(])|[a-zA-Z](?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻^])|[α-ωΑ-Ω])")
WORD_AT_START = re.compile(r"[a-z][a-z0-9_]+[ (]")


def _between(left: str, right: str) -> str:
    """What joins two factors: nothing where that is clear, a space before a name, else a dot."""
    if WORD_AT_START.match(right) and (NUMBER_AT_END.search(left) or SYMBOL_AT_END.search(left)):
        return " "
    if NUMBER_AT_END.search(left) and (SYMBOL_AT_START.match(right) or right[0] in "(√|⌊⌈"):
        return ""
    if left[-1] == ")" and right[0] == "(":
        return ""
    if SYMBOL_AT_END.search(left):
        if right[0] == "(":
            return "" if left[-1] not in "fgh" else "·"
        if left[-1] == right[0]:
            return "·"
        if SYMBOL_AT_START.match(right) and not _makes_a_word(left, right):
            return ""
    return "·"


LETTERS_AT_END = re.compile(r"[a-zA-Z]*\Z")


def _makes_a_word(left: str, right: str) -> bool:
    """Whether letters would run together into a name, or too many of them into a word."""
    tail = LETTERS_AT_END.search(left)
    run = (tail.group() if tail else "") + right[0]
    if not run.isascii() or len(run) == 1:
        return False
    parts = names_in(run)
    return parts is None or len(parts) < len(run)
