"""Composite functions in terms of the basic ones, and letters replaced by what is given."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

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


def basic(node: Node) -> Node:
    """The same function without composite functions.

    What is left is arithmetic, pieces, and the functions that `evaluate` knows by name.
    """
    match rebuilt(node, basic):
        case Call(name, arguments) if name in MEANINGS:
            return MEANINGS[name](*arguments)
        case same:
            return same


def put_in(node: Node, given: Mapping[str, Node]) -> Node:
    """The formula with letters replaced by what is given for them."""
    if isinstance(node, Letter):
        return given.get(node.name, node)
    return rebuilt(node, lambda part: put_in(part, given))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with `change` made to each of its direct parts."""
    match node:
        case Negative(of):
            return Negative(change(of))
        case Sum(terms):
            return Sum(tuple(change(term) for term in terms))
        case Product(factors):
            return Product(tuple(change(factor) for factor in factors))
        case Quotient(top, bottom):
            return Quotient(change(top), change(bottom))
        case Power(base, exponent):
            return Power(change(base), change(exponent))
        case Call(name, arguments):
            return Call(name, tuple(change(argument) for argument in arguments))
        case Cases(branches, otherwise):
            return Cases(
                tuple((_condition(test, change), change(then)) for test, then in branches),
                None if otherwise is None else change(otherwise),
            )
        case Number() | Letter() | Constant():
            return node


def parts(node: Node) -> Iterator[Node]:
    """The node and everything in it."""
    yield node
    for child in _children(node):
        yield from parts(child)


def letters(node: Node) -> frozenset[str]:
    """The names of all letters in the node."""
    return frozenset(part.name for part in parts(node) if isinstance(part, Letter))


def number(value: int | Fraction) -> Node:
    """The node of a rational number, with its sign."""
    return Negative(Number(Fraction(-value))) if value < 0 else Number(Fraction(value))


def _condition(test: Condition, change: Callable[[Node], Node]) -> Condition:
    return Condition(tuple(change(operand) for operand in test.operands), test.comparisons)


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Negative(of):
            return (of,)
        case Sum(inner) | Product(inner) | Call(_, inner):
            return inner
        case Quotient(first, second) | Power(first, second):
            return (first, second)
        case Cases(branches, otherwise):
            inside = [part for test, then in branches for part in (*test.operands, then)]
            return (*inside, *(() if otherwise is None else (otherwise,)))
        case Number() | Letter() | Constant():
            return ()


def _minus(node: Node) -> Node:
    return Negative(node)


def _sigmoid(x: Node) -> Node:
    return Quotient(number(1), Sum((number(1), Call("exp", (_minus(x),)))))


def _between(x: Node, end: int, pieces: tuple[Node, Node, Node]) -> Node:
    """One piece up to -end, one in between, one from end on."""
    low, middle, high = pieces
    below = Condition((x, number(-end)), ("<=",))
    inside = Condition((x, number(end)), ("<",))
    return Cases(((below, low), (inside, middle)), high)


def _hard_sigmoid(x: Node) -> Node:
    return _between(x, 3, (number(0), Quotient(Sum((x, number(3))), number(6)), number(1)))


def _above_zero(x: Node, then: Node, otherwise: Node) -> Node:
    return Cases(((Condition((number(0), x), ("<",)), then),), otherwise)


def _gelu(x: Node) -> Node:
    tail = Call("erfc", (Quotient(_minus(x), Call("sqrt", (number(2),))),))
    return Quotient(Product((x, tail)), number(2))


def _mod(a: Node, b: Node) -> Node:
    return Sum((a, _minus(Product((b, Call("floor", (Quotient(a, b),)))))))


def _elu(x: Node) -> Node:
    return _above_zero(x, x, Sum((Call("exp", (x,)), number(-1))))


# The functions of deep learning as torch.nn.functional defines them with its default parameters.
MEANINGS: Mapping[str, Callable[..., Node]] = {
    "relu": lambda x: Call("max", (x, number(0))),
    "relu6": lambda x: Call("min", (Call("max", (x, number(0))), number(6))),
    "leaky_relu": lambda x: _above_zero(x, x, Product((number(Fraction(1, 100)), x))),
    "elu": _elu,
    "sigmoid": _sigmoid,
    "softplus": lambda x: Call("ln", (Sum((number(1), Call("exp", (x,)))),)),
    "silu": lambda x: Product((x, _sigmoid(x))),
    "gelu": _gelu,
    "hard_sigmoid": _hard_sigmoid,
    "hard_tanh": lambda x: _between(x, 1, (number(-1), x, number(1))),
    "hard_swish": lambda x: _between(
        x, 3, (number(0), Quotient(Product((x, Sum((x, number(3))))), number(6)), x)
    ),
    "mod": _mod,
    "root": lambda x, n: Power(x, Quotient(number(1), n)),
    "factorial": lambda x: Call("gamma", (Sum((x, number(1))),)),
}
