"""Tokens -> what was written, by the grammar in formula.lark."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn, cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tokens import number
from bot.tutor.reading.tree import Comparison, Constant, Letter, Number
from bot.tutor.reading.written import (
    Atom,
    Called,
    Chain,
    Exponent,
    Group,
    Joint,
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

DEEPEST_BRACKETS = 40


def written(text: str, tokens: list[Token]) -> Written:
    """Parse the tokens of `text`, in time linear in their number.

    Raises:
        Misunderstood: with the place, where the grammar cannot go on.
    """
    if not tokens:
        raise Misunderstood("no-formula", text)
    _check_brackets(text, tokens)
    _refuse_lists(text, tokens)
    try:
        return cast(Written, _parser().parse(cast(Any, tokens)))
    except UnexpectedInput as trouble:
        _refuse(text, tokens, trouble)


def _check_brackets(text: str, tokens: list[Token]) -> None:
    """Say which bracket has no partner, and refuse nests that nobody reads."""
    partners = {"RPAR": "LPAR", "RSQB": "LSQB", "RBRACE": "LBRACE"}
    opened: list[Token] = []
    for token in tokens:
        if token.type in partners.values():
            opened.append(token)
            if len(opened) > DEEPEST_BRACKETS:
                raise Misunderstood("too-deep", text, _span(token))
        elif token.type in partners and (not opened or opened.pop().type != partners[token.type]):
            raise Misunderstood("brackets", text, _span(token))
    if opened:
        raise Misunderstood("brackets", text, _span(opened[-1]))


def _refuse_lists(text: str, tokens: list[Token]) -> None:
    """[0] and x[0] are a list and an index of some program, and no number in brackets."""
    for opened, inside, closed in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (opened.type, inside.type, closed.type) == ("LSQB", "NUMBER", "RSQB"):
            raise Misunderstood("unreadable", text, (_span(opened)[0], _span(closed)[1]))


def _refuse(text: str, tokens: list[Token], trouble: UnexpectedInput) -> NoReturn:
    token = getattr(trouble, "token", None)
    if not isinstance(token, Token) or token.type == "$END":
        end = tokens[-1].end_pos or 0
        raise Misunderstood("unfinished", text, (max(end - 1, 0), end)) from None
    if token.type == "COMPARISON":
        reason = "equation" if str(token) in {"=", "=="} else "inequality"
        raise Misunderstood(reason, text, _span(token)) from None
    raise Misunderstood("unreadable", text, _span(token)) from None


def _span(token: Token) -> tuple[int, int]:
    return token.start_pos or 0, token.end_pos or 0


class _Given(Lexer):
    """The tokens are made before; the parser only takes them."""

    def __init__(self, _configuration: object) -> None:
        pass

    def lex(self, lexer_state: Any, _parser_state: object = None) -> Iterator[Token]:  # noqa: ANN401 - Lark passes through what parse() is given
        yield from lexer_state


@cache
def _parser() -> Lark:
    grammar = files(__package__).joinpath("formula.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer=_Given, start="formula", transformer=_Writing())


class _Writing(Transformer[Token, Written]):
    """One method per rule of the grammar, called while it parses (so that depth costs nothing)."""

    def number(self, children: list[Token]) -> Atom:
        return Atom(Number(number(children[0])), *_span(children[0]))

    def letter(self, children: list[Token]) -> Atom:
        return Atom(Letter(str(children[0])), *_span(children[0]))

    def constant(self, children: list[Token]) -> Atom:
        return Atom(Constant("pi" if children[0] == "pi" else "e"), *_span(children[0]))

    def group(self, children: list[Any]) -> Group:
        (inner,) = (child for child in children if not isinstance(child, Token))
        return Group(inner, inner.start - 1, inner.end + 1)

    def call(self, children: list[Any]) -> Called:
        function, *arguments = children
        start, _ = _span(function)
        return Called(str(function), tuple(arguments), start, arguments[-1].end + 1)

    def suffixed(self, children: list[Any]) -> Single:
        of, *suffixes = children
        if not suffixes:
            return of  # type: ignore[no-any-return]
        return Suffixed(of, tuple(map(str, suffixes)), of.start, _span(suffixes[-1])[1])

    def power(self, children: list[Any]) -> Single:
        base, *exponents = children
        if not exponents:
            return base  # type: ignore[no-any-return]
        return Powered(base, tuple(exponents), base.start, exponents[-1].of.end)

    def exponent(self, children: list[Any]) -> Exponent:
        *signs, of = children
        return Exponent(_negative(signs), of)

    def exponent_with_function(self, children: list[Any]) -> Exponent:
        signs = [child for child in children if _is(child, "SIGN")]
        (name,) = (child for child in children if _is(child, "FUNCTION"))
        factors = [child for child in children if not isinstance(child, Token)]
        links = [
            Link("beside" if place else "first", negative=False, of=factor)
            for place, factor in enumerate(factors)
        ]
        start, end = factors[0].start, factors[-1].end
        argument = Total(((False, Chain(tuple(links), start, end)),), start, end)
        return Exponent(_negative(signs), Called(str(name), (argument,), _span(name)[0], end))

    def name(self, children: list[Any]) -> Named:
        function, *rest = children
        exponent = next((part for part in rest if isinstance(part, Exponent)), None)
        foot = next((part for part in rest if part is not exponent), None)
        last = exponent.of.end if exponent else foot.end if foot else _span(function)[1]
        return Named(str(function), foot, exponent, _span(function)[0], last)

    def foot(self, children: list[Any]) -> Single:
        return children[-1]  # type: ignore[no-any-return]

    def chain(self, children: list[Any]) -> Chain:
        links: list[Link] = []
        signs: list[Token] = []
        joint: Joint | None = "first"
        end = 0
        for child in children:
            if _is(child, "OPERATOR"):
                joint = cast(Joint, str(child))
            elif _is(child, "SIGN"):
                signs.append(child)
            else:
                beside: Joint = "beside" if child.start == end else "spaced"
                links.append(Link(joint or beside, _negative(signs), child))
                joint, signs, end = None, [], child.end
        return Chain(tuple(links), links[0].of.start, end)

    def sum(self, children: list[Any]) -> Total:
        terms: list[tuple[bool, Chain]] = []
        signs: list[Token] = []
        for child in children:
            if isinstance(child, Chain):
                terms.append((_negative(signs), child))
                signs = []
            else:
                signs.append(child)
        return Total(tuple(terms), _start(children[0]), terms[-1][1].end)

    def condition(self, children: list[Any]) -> When:
        operands = tuple(child for child in children if isinstance(child, Total))
        signs = tuple(_comparison(child) for child in children if isinstance(child, Token))
        return When(operands, signs, operands[0].start, operands[-1].end)

    def piece(self, children: list[Any]) -> tuple[When, Total]:
        value, *_, when = children
        return when, value

    def rest(self, children: list[Any]) -> Total:
        return children[0]  # type: ignore[no-any-return]

    def pieces(self, children: list[Any]) -> Pieces:
        branches = tuple(child for child in children if isinstance(child, tuple))
        otherwise = next((child for child in children if isinstance(child, Total)), None)
        end = otherwise.end if otherwise else branches[-1][0].end
        return Pieces(branches, otherwise, branches[0][1].start, end)


def _is(child: object, kind: str) -> bool:
    return isinstance(child, Token) and child.type == kind


def _negative(signs: list[Token]) -> bool:
    return bool(sum(str(sign) == "-" for sign in signs) % 2)


def _start(child: Token | Chain) -> int:
    return _span(child)[0] if isinstance(child, Token) else child.start


def _comparison(token: Token) -> Comparison:
    return cast(Comparison, "==" if str(token) == "=" else str(token))
