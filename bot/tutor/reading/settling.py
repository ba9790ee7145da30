"""What was written -> a tree: what binds tighter, and where people may mean something else."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeGuard, assert_never

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.calls import INVERSES, called, in_radians, logarithm
from bot.tutor.reading.doubts import Doubt
from bot.tutor.reading.links import (
    are_constant,
    argument_end,
    as_first,
    begins_with_number,
    count_symbols,
    is_beside,
    is_doubtful_exponent,
    is_letter,
    is_lost_superscript,
    is_minus_one,
    is_number,
    is_under_exponent,
    is_wide,
    joined,
    over_exponent,
    product,
    row_end,
    wide_end,
)
from bot.tutor.reading.tree import (
    Call,
    Cases,
    Condition,
    Letter,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from bot.tutor.reading.written import (
    Atom,
    Called,
    Chain,
    Exponent,
    Group,
    Link,
    Named,
    Pieces,
    Powered,
    Single,
    Suffixed,
    Total,
    When,
    Written,
)

# Letters that name functions: f(x+1) is no product, and what f is must be said.
FUNCTION_LETTERS = frozenset("fghFGHOPQ")
DEEPEST_NAMES = 20
PAIR = 2


def settle(text: str, written: Written, other: Doubt | None = None) -> tuple[Node, set[Doubt]]:
    """The tree in the usual reading, or in one other, and the doubts that were met.

    Raises:
        Misunderstood: with the place, for what no reading makes sense of.
    """
    settling = _Settling(text, other)
    return settling.whole(written), settling.doubts


@dataclass
class _Settling:
    text: str
    other: Doubt | None
    doubts: set[Doubt] = field(default_factory=set)

    def whole(self, written: Written) -> Node:
        match written:
            case Total(terms):
                nodes = tuple(self._term(negative, chain) for negative, chain in terms)
                return nodes[0] if len(nodes) == 1 else Sum(nodes)
            case Pieces(branches, otherwise):
                settled = tuple((self._when(when), self.whole(of)) for when, of in branches)
                return Cases(settled, self.whole(otherwise) if otherwise else None)
            case _:
                assert_never(written)

    def _when(self, when: When) -> Condition:
        return Condition(tuple(self.whole(operand) for operand in when.operands), when.comparisons)

    def _term(self, negative: bool, chain: Chain) -> Node:  # noqa: FBT001 - the sign of the term
        node = self._chain(list(chain.links))
        return Negative(node) if negative else node

    def _chain(self, links: list[Link]) -> Node:
        """From left to right, multiplication and division alike."""
        factors: list[Node] = []
        at = 0
        while at < len(links):
            joint = links[at].joint
            node, after = self._factor(links, at)
            if self._is_in_exponent(links, at):
                factors[-1] = over_exponent(factors[-1], node)
            elif joint == "/":
                node, after = self._bottom(links, node, at, after)
                factors = [Quotient(product(factors), node)]
            elif joint == "mod":
                factors = [Call("mod", (product(factors), node))]
            else:
                factors.append(node)
            at = after
        return product(factors)

    def _bottom(self, links: list[Link], node: Node, at: int, after: int) -> tuple[Node, int]:
        """1/2x: the usual reading stops at 2, the other goes on while things stand side by side."""
        end = row_end(links, after)
        if end == after or isinstance(links[at].of, Group | Called | Named):
            return node, after
        self.doubts.add("tight-bottom")
        if self.other != "tight-bottom":
            return node, after
        return joined(node, self._chain(as_first(links[after:end]))), end

    def _is_in_exponent(self, links: list[Link], at: int) -> bool:
        """x^2/3: the usual reading divides x^2, the other divides its exponent."""
        if not is_under_exponent(links, at):
            return False
        self.doubts.add("fraction-exponent")
        return self.other == "fraction-exponent"

    def _factor(self, links: list[Link], at: int) -> tuple[Node, int]:
        """The factor that begins at a link, and the index of the link after it."""
        link = links[at]
        self._check_beside(links, at)
        if isinstance(link.of, Named):
            node, after = self._applied(links, at, link.of)
        elif is_lost_superscript(links, at):
            node, after = self._lost_superscript(links, at)
        elif is_doubtful_exponent(links, at) and isinstance(link.of, Powered):
            node, after = self._doubtful_exponent(links, at, link.of)
        else:
            node, after = self._single(link.of), at + 1
        return (Negative(node) if link.negative else node), after

    def _check_beside(self, links: list[Link], at: int) -> None:
        """A number after something else is no product (1.5.2, x 2), and f(x) is none either."""
        link = links[at]
        if link.joint not in {"beside", "spaced"}:
            return
        before = links[at - 1].of
        if begins_with_number(link.of):
            raise self._refused("two-numbers", link.of)
        if isinstance(before, Suffixed) and before.suffixes[-1] == "%":
            raise self._refused("percent", before)
        of = link.of.base if isinstance(link.of, Powered) else link.of
        if isinstance(before, Atom) and isinstance(before.node, Letter) and link.joint == "beside":
            name = before.node.name
            if isinstance(of, Group) and (name in FUNCTION_LETTERS or is_letter(of)):
                raise self._refused("function-letter", before, ("name", name))

    def _lost_superscript(self, links: list[Link], at: int) -> tuple[Node, int]:
        self.doubts.add("not-lost")
        base, number = self._single(links[at].of), self._single(links[at + 1].of)
        node = Product((number, base)) if self.other == "not-lost" else Power(base, number)
        return node, at + 2

    def _doubtful_exponent(self, links: list[Link], at: int, powered: Powered) -> tuple[Node, int]:
        self.doubts.add("tight-exponent")
        if self.other != "tight-exponent":
            return self._single(powered), at + 1
        end = row_end(links, at + 1)
        *front, last = powered.exponents
        raised = joined(self._single(last.of), self._chain(as_first(links[at + 1 : end])))
        exponent = Negative(raised) if last.negative else raised
        return self._raised(self._single(powered.base), tuple(front), exponent), end

    def _applied(
        self, links: list[Link], at: int, named: Named, depth: int = 0
    ) -> tuple[Node, int]:
        """A function without brackets takes the product that follows it."""
        if at + 1 >= len(links) or links[at + 1].joint not in {"beside", "spaced"}:
            raise self._refused("no-argument", named, ("name", named.function))
        if depth > DEEPEST_NAMES:
            raise self._refused("too-deep", named)
        follows = links[at + 1].of
        match follows:
            case Named():
                argument, after = self._applied(links, at + 1, follows, depth + 1)
            case Group(inner):
                argument, after = self.whole(inner), at + 2
            case Called():
                argument, after = self._single(follows), at + 2
            case Powered(Group(inner), exponents):
                applied = self._function(named, self.whole(inner))
                return self._raised(applied, exponents), at + 2
            case _:
                after = self._argument_end(links, at, named)
                if after == at + 2 and self._is_outer(follows, named):
                    applied = self._function(named, self._single(follows.base))
                    return self._raised(applied, follows.exponents), after
                argument = self._chain(as_first(links[at + 1 : after]))
        return self._function(named, argument), after

    def _is_outer(self, follows: Single | Chain, named: Named) -> TypeGuard[Powered]:
        """Ln x^2: the usual reading squares x, the other squares the logarithm."""
        if not isinstance(follows, Powered) or self.text[named.start] in "√∛":
            return False
        self.doubts.add("outer-exponent")
        return self.other == "outer-exponent"

    def _argument_end(self, links: list[Link], at: int, named: Named) -> int:
        begin = at + 1
        one = begin + (2 if is_lost_superscript(links, begin) else 1)
        if self.text[named.start] in "√∛":
            usual, doubtful = one, is_beside(links, one) and row_end(links, one) > one
        else:
            usual = max(argument_end(links, begin), one)
            doubtful = is_wide(links, usual)
            if count_symbols(links[begin:usual]) > one - begin:
                self.doubts.add("narrow-function")
        if doubtful:
            self.doubts.add("wide-function")
        if self.other == "narrow-function":
            return min(one + are_constant(links[begin:one]), usual)
        return wide_end(links, usual) if self.other == "wide-function" else usual

    def _function(self, named: Named, argument: Node) -> Node:
        exponent = named.exponent
        if named.foot is not None:
            if named.function not in {"ln", "log"}:
                raise self._refused("unreadable", named)
            applied = logarithm(argument, self._single(named.foot))
        elif exponent is not None and is_minus_one(exponent):
            return self._inverse(named, argument)
        else:
            applied = self._call(named.function, (argument,), named)
        return applied if exponent is None else self._raised(applied, (exponent,))

    def _inverse(self, named: Named, argument: Node) -> Node:
        """The usual reading of sin^-1 is arcsin; the other is 1/sin."""
        if named.function not in INVERSES:
            raise self._refused("no-inverse", named, ("name", named.function))
        self.doubts.add("reciprocal")
        if self.other == "reciprocal":
            return Quotient(Number(Fraction(1)), Call(named.function, (argument,)))
        return Call(INVERSES[named.function], (argument,))

    def _call(self, function: str, arguments: tuple[Node, ...], at: Single) -> Node:
        if function == "log" and len(arguments) == 1:
            self.doubts.add("log-ten")
            return Call("log10" if self.other == "log-ten" else "ln", arguments)
        node = called(function, arguments)
        if node is None:
            raise self._refused("arguments", at, ("name", function))
        return node

    def _single(self, single: "Single | Chain") -> Node:
        match single:
            case Atom(node):
                return node
            case Group(inner):
                return self._whole_part(single) or self.whole(inner)
            case Called(function, arguments):
                settled = tuple(self.whole(argument) for argument in arguments)
                return self._call(function, settled, single)
            case Suffixed(of, suffixes):
                return self._suffixed(self._single(of), suffixes, single)
            case Powered(base, exponents):
                return self._raised(self._single(base), exponents)
            case Chain(links):
                return self._chain(list(links))
            case Named():
                pass
            case _:
                assert_never(single)
        raise self._refused("no-argument", single, ("name", single.function))

    def _whole_part(self, group: Group) -> Node | None:
        """[x]: nobody puts brackets around one letter but for the whole number below it."""
        if not is_letter(group) or not self.text[: group.inner.start].rstrip().endswith("["):
            return None
        self.doubts.add("mere-brackets")
        return None if self.other == "mere-brackets" else Call("floor", (self.whole(group.inner),))

    def _raised(
        self, base: Node, exponents: tuple[Exponent, ...], last: Node | None = None
    ) -> Node:
        """Powers from right to left: x^y^z is x^(y^z); with numbers, (x^2)^3 may be meant."""
        if len(exponents) == PAIR and last is None and is_number(exponents[0].of):
            self.doubts.add("left-tower")
            if self.other == "left-tower":
                return Power(self._raised(base, exponents[:-1]), self._raised_by(exponents[-1]))
        raised = last
        for exponent in reversed(exponents):
            node = self._single(exponent.of)
            power = node if raised is None else Power(node, raised)
            raised = Negative(power) if exponent.negative else power
        return base if raised is None else Power(base, raised)

    def _raised_by(self, exponent: Exponent) -> Node:
        node = self._single(exponent.of)
        return Negative(node) if exponent.negative else node

    def _suffixed(self, node: Node, suffixes: tuple[str, ...], at: Single) -> Node:
        if len(suffixes) > 1:
            raise self._refused("unreadable", at)
        if suffixes[0] == "!":
            return Call("factorial", (node,))
        if suffixes[0] == "°":
            return in_radians(node)
        if isinstance(node, Number):
            return Number(node.value / 100)
        raise self._refused("percent", at)

    def _refused(self, reason: str, at: "Single | Chain", *slots: tuple[str, str]) -> Misunderstood:
        return Misunderstood(reason, self.text, (at.start, at.end), slots)
