"""What a function's name and its arguments come to: logarithms, roots, powers, degrees."""

from fractions import Fraction

from bot.tutor.reading.functions import BY_NAME
from bot.tutor.reading.tree import Call, Constant, Node, Number, Power, Product, Quotient

INVERSES = {
    name: f"a{name}"
    for name in (
        *("sin", "cos", "tan", "cot", "sec", "csc"),
        *("sinh", "cosh", "tanh", "coth", "sech", "csch"),
    )
}


def called(function: str, arguments: tuple[Node, ...]) -> Node | None:
    """The function at its arguments; None where it takes more or fewer."""
    fewest, most = (2, 2) if function == "pow" else BY_NAME[function].arity
    if not fewest <= len(arguments) <= most:
        return None
    match function:
        case "pow":
            return Power(*arguments)
        case "log":
            return logarithm(*arguments)
        case "root":
            return _root(*arguments)
        case _:
            return Call(function, arguments)


def in_radians(node: Node) -> Node:
    """30° is pi/6, as whoever knows the angle would write it."""
    pi = Constant("pi")
    if not isinstance(node, Number):
        return Quotient(Product((node, pi)), Number(Fraction(180)))
    turn = node.value / 180
    if not turn:
        return Number(turn)
    over = pi if turn.numerator == 1 else Product((Number(Fraction(turn.numerator)), pi))
    if turn.denominator == 1:
        return over
    return Quotient(over, Number(Fraction(turn.denominator)))


def logarithm(of: Node, base: Node) -> Node:
    if base == Constant("e"):
        return Call("ln", (of,))
    for number, function in ((10, "log10"), (2, "log2")):
        if base == Number(Fraction(number)):
            return Call(function, (of,))
    return Call("log", (of, base))


def _root(of: Node, index: Node) -> Node:
    for number, function in ((2, "sqrt"), (3, "cbrt")):
        if index == Number(Fraction(number)):
            return Call(function, (of,))
    return Call("root", (of, index))
