"""The smooth formula that a formula with kinks, steps and pieces is at a point, or beside one."""

from collections.abc import Mapping

from bot.tutor.calculus.basic import number, parts, rebuilt
from bot.tutor.calculus.evaluate import NoValue, holds, value
from bot.tutor.reading.tree import Call, Cases, Negative, Node, Sum

STEPS = frozenset({"sign", "floor", "ceil"})
CHOICES = STEPS | {"abs", "max", "min"}


def branch(node: Node, where: Mapping[str, Node], digits: int = 60) -> Node:
    """The `basic` formula with every choice made as it is made at `where`.

    |x| becomes x or -x, a step its constant, a maximum its largest argument, pieces the one that
    holds. With `where` a very small step beside a point, this is the function on that whole side,
    as long as what it chooses by does not swing without end.

    Raises:
        NoValue: no piece holds, or what is chosen by has no value.
    """
    if not has_choices(node):
        return node

    def choose(part: Node) -> Node:
        match part:
            case Cases():
                return choose(_piece(part, where, digits))
            case Call(name, arguments) if name in CHOICES:
                return _choice(part, name, arguments)
            case _:
                return rebuilt(part, choose)

    def _choice(part: Node, name: str, arguments: tuple[Node, ...]) -> Node:
        if name in STEPS:
            return number(int(value(part, where, digits)))
        if name == "abs":
            inside = choose(arguments[0])
            return Negative(inside) if value(arguments[0], where, digits) < 0 else inside
        chosen = arguments[0]
        for other in arguments[1:]:
            ahead = value(Sum((other, Negative(chosen))), where, digits)
            chosen = other if (ahead > 0 if name == "max" else ahead < 0) else chosen
        return choose(chosen)

    return choose(node)


def has_choices(node: Node) -> bool:
    """Whether a `basic` formula has kinks, steps or pieces."""
    return any(
        isinstance(part, Cases) or (isinstance(part, Call) and part.function in CHOICES)
        for part in parts(node)
    )


def _piece(node: Cases, where: Mapping[str, Node], digits: int) -> Node:
    for test, then in node.branches:
        if holds(test, where, digits):
            return then
    if node.otherwise is None:
        raise NoValue(function="cases")
    return node.otherwise
