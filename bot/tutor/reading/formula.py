"""A formula's text -> its tree, with what else it may mean and what was mended in it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import cast

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.grammar import written
from bot.tutor.reading.normalise import formula_text
from bot.tutor.reading.settling import settle
from bot.tutor.reading.tokens import words_of
from bot.tutor.reading.tree import Letter, Node

LONGEST = 1_000  # characters
DEEPEST = 60
MOST_NODES = 600
MOST_TOKENS = 400
REMEMBERED = 256  # formulas: each is met when it is read, taught, told and drawn


@dataclass(frozen=True)
class Formula:
    """A formula as it was read.

    Attributes:
        tree: the usual reading; others: other defensible ones.
        repairs: what was mended in function names, as (written, read as) pairs.
    """

    tree: Node
    others: tuple[Node, ...] = ()
    repairs: tuple[tuple[str, str], ...] = ()


def parse(text: str) -> Node:
    """The tree of a formula, raw or canonical.

    Raises:
        Misunderstood: with the place in the normalised text, for what cannot be read.
    """
    return understand(text).tree


@lru_cache(maxsize=REMEMBERED)
def understand(text: str) -> Formula:
    """Like `parse`, with the doubts and the repairs."""
    clean = formula_text(text)
    if len(clean) > LONGEST:
        raise Misunderstood("too-long-formula", clean[:LONGEST])
    words = words_of(clean)
    if len(words.tokens) > MOST_TOKENS:  # before the grammar, which takes its time for each
        raise Misunderstood("too-long-formula", clean)
    as_written = written(clean, words.tokens)
    tree, doubts = settle(clean, as_written)
    _check_size(clean, tree)
    others: list[Node] = []
    for doubt in sorted(doubts):
        other, _ = settle(clean, as_written, doubt)
        if other != tree and other not in others:
            _check_size(clean, other)
            others.append(other)
    return Formula(tree, tuple(others), words.repairs)


def letters_of(node: Node) -> tuple[str, ...]:
    """The letters of a tree, each once, in the order in which they are met."""
    return tuple(dict.fromkeys(part.name for part, _ in walk(node) if isinstance(part, Letter)))


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth, without recursion, in the order of writing."""
    waiting: list[tuple[object, int]] = [(node, 1)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend((inner, depth) for inner in reversed(part))
        elif is_dataclass(part) and not isinstance(part, type):
            yield cast(Node, part), depth
            inner = [(getattr(part, each.name), depth + 1) for each in fields(part)]
            waiting.extend(reversed(inner))


def renamed(node: Node, old: str, new: str) -> Node:
    """The tree with another letter in place of one."""
    return cast(Node, _renamed(node, old, new))


def _renamed(part: object, old: str, new: str) -> object:
    if part == Letter(old):
        return Letter(new)
    if isinstance(part, tuple):
        return tuple(_renamed(inner, old, new) for inner in part)
    if is_dataclass(part) and not isinstance(part, type):
        return type(part)(*(_renamed(getattr(part, each.name), old, new) for each in fields(part)))
    return part


def _check_size(text: str, tree: Node) -> None:
    for count, (_, depth) in enumerate(walk(tree), 1):
        if depth > DEEPEST:
            raise Misunderstood("too-deep", text)
        if count > MOST_NODES:
            raise Misunderstood("too-long-formula", text)
