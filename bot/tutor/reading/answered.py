"""What a learner answers to a question of ours -> what it may mean, whatever its form."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import letters_of, parse, renamed
from bot.tutor.reading.normalise import tidy
from bot.tutor.reading.phrases import answer_patterns
from bot.tutor.reading.tree import Node

LONGEST = 200  # characters of an answer
Word = Literal["yes", "no", "none", "same", "lost"]
WORDS: tuple[Word, ...] = ("lost", "none", "same", "no", "yes")

MARKS = " \t\n.,;:!?~\"'“”…。，！？；：、～()（）"
# What is said of the reason or the place is not the answer: it's 4 because 2·2; 4 at a = 2.
ASIDE = re.compile(
    r"(?<=\S)[ ,，]*(?:\b(?:because|since|as|cuz|at|when|where|if|for)\b|因为|由于).*$"
    r"|^(?:at|when|if|for|because|since)\b[^,]*,|^(?:因为|由于)[^,，]*[,，]"
    r"|[在当][^在当]{1,20}[处时点]|(?<=\d)-?ish\b",
    re.IGNORECASE | re.DOTALL,
)
RATIO = re.compile(r"(?<=\d) ?[:：比] ?(?=\d)")
# What follows the last of these is the answer: slope = 4, f′(2) = 2·2 = 4, 4.001 → 4, ans: 4.
INTRODUCED = re.compile(
    r"[=≈≒:：→]|->|(?<=[斜导数值率案果比])[是为]|等于|得[到出]?|\b(?:is|equals)\b"
)
ASKS = re.compile(
    r"\b(?:what|what's|whats|how|which)\b|什么|多少|怎么|啥|几(?![倍分])", re.IGNORECASE
)
# 2a at a = 2 is 4
THERE = re.compile(r"^.+\bat \w+ ?= ?\S+ (?:is|equals|gives) (.+)$", re.IGNORECASE)
AMOUNT = re.compile(
    r"(?<![\w.^*/)])[-+]?(?:\d++(?:[.,]\d++)?+|[.,]\d++)(?:/\d++)?+%?(?![a-zA-Z\d.^*/(])"
)
DECIMALS = re.compile(
    r"[-+]?(\d*(?:[.,](\d+))?)(?:(?:e| ?\* ?10\^)\(?([-+]?\d{1,3})\)?)?", re.IGNORECASE
)
SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
UNITS = {word: number for number, word in enumerate(SMALL)} | {
    word: 10 * number for number, word in enumerate(TENS, 2)
}
PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6}
PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}
MULTIPLES = {"twice": 2, "double": 2, "thrice": 3, "triple": 3}
IN_ENGLISH = re.compile(
    rf"\b(?:({'|'.join(TENS)})[ -])?({'|'.join(UNITS)})\b"
    rf"(?: (point) ((?:(?:{'|'.join(SMALL[:10])}) ?)+))?",
    re.IGNORECASE,
)
PART = re.compile(rf"\b(?:(\d+|a|an) )?({'|'.join(PARTS)})s?\b", re.IGNORECASE)
MULTIPLE = re.compile(rf"\b({'|'.join(MULTIPLES)}) ", re.IGNORECASE)
# 2倍a, a的2倍
TIMES = re.compile(r"(?<=[\d一二三四五六七八九十])倍的?(?=\S)")
TIMES_BEHIND = re.compile(r"(.+)的([^的]+)倍")
CROSS = re.compile(r"(?<=\d) ?[xX] ?(?=\d)")
REMARK = re.compile(r"\s+[(（][^()（）]*[)）]$")
MIXED = re.compile(r"([-+]?)(\d+) (?:and )?\(?(\d+)/(\d+)\)?")


@dataclass(frozen=True)
class Meant:
    """One thing that an answer may mean.

    Attributes:
        node: the number or formula.
        last: the unit of the last digit of a decimal, such as 1/1000 for 4.001; None for
            what is no decimal and so is meant exactly.
        digits: of a decimal, the significant ones.
    """

    node: Node
    last: Fraction | None = None
    digits: int = 0


def answered(text: str, variable: str = "") -> Word | tuple[Meant, ...]:
    """What the answer says: a word, or all that a number or formula in it may mean.

    Args:
        text: as it was typed.
        variable: the letter of the question; another one, standing alone, is taken for it.

    Raises:
        Misunderstood: `no-answer`, where nothing in it can be read.
    """
    whole = text.strip()
    if len(whole) > LONGEST:
        raise Misunderstood("no-answer")
    meant = tuple(_all_meant(whole, variable))
    if meant:
        return meant
    said = _word(whole)
    if said is None:
        raise Misunderstood("no-answer")
    return said


def wish(text: str) -> Literal["skip", "stop"] | None:
    """Whether someone would rather go on, or stop, than answer."""
    bare, patterns = text.strip(MARKS), answer_patterns()
    if patterns["skip"].fullmatch(bare):
        return "skip"
    return "stop" if patterns["stop"].fullmatch(bare) else None


def states(text: str) -> bool:
    """Whether the text says what something is: the slope is 3, 导数是2a; and does not ask it."""
    return INTRODUCED.search(text) is not None and ASKS.search(text) is None


def _word(text: str) -> Word | None:
    bare = text.strip(MARKS)
    patterns = answer_patterns()
    without_lead = patterns["lead"].sub(" ", bare).strip(MARKS)
    for word in WORDS:
        for said in (bare, without_lead):
            if said and patterns[word].fullmatch(said):
                return word
    return next((word for word in WORDS[:2] if patterns[word].search(bare)), None)


def _all_meant(text: str, variable: str) -> Iterator[Meant]:
    seen = set()
    for attempt in _attempts(text):
        for meant in _read(attempt, variable):
            if meant not in seen:
                seen.add(meant)
                yield meant
        if seen:
            return


def _attempts(text: str) -> Iterator[str]:
    """The text as it stands, what it introduces, the same without the words around a number."""
    text = THERE.sub(r"\1", text)
    bare = RATIO.sub("/", ASIDE.sub("", text)).strip("*_` ")
    after = INTRODUCED.split(bare)[-1]
    for part in (bare, after):
        yield part
        yield from _without_lead(part)
    amounts = AMOUNT.findall(after.replace("−", "-"))
    if len(amounts) == 1 and not answer_patterns()["lost"].search(text) and "not" not in text:
        yield amounts[0]


def _without_lead(text: str) -> Iterator[str]:
    bare = answer_patterns()["lead"].sub(" ", text).strip(MARKS.replace("(", "").replace(")", ""))
    if bare and bare != text:
        yield bare


def _read(text: str, variable: str) -> Iterator[Meant]:
    for plain in _spellings(text.strip()):
        with suppress(Misunderstood):
            yield _meant(plain, variable)


def _spellings(text: str) -> Iterator[str]:
    """All that the same signs may stand for.

    A comma for a point or for nothing, "!" for a factorial or for joy, an x between digits for a
    sign of multiplication, and what stands in parentheses at the end for a remark.
    """
    joyless = text.rstrip("!！?？ .。")
    counted = _in_figures(joyless)
    if mixed := MIXED.fullmatch(counted):
        sign, ones, top, bottom = mixed.groups()
        yield f"{sign}({ones}+{top}/{bottom})"
        return
    if re.fullmatch(r"[-+−]?\d+[,，]\d+", counted):
        yield counted.replace(",", ".").replace("，", ".")
        if re.fullmatch(r"[-+−]?[1-9]\d{0,2}[,，]\d{3}", counted):
            yield counted.replace(",", "").replace("，", "")
        return
    yield counted
    for pattern, instead in ((CROSS, "*"), (REMARK, "")):
        if pattern.search(counted):
            yield pattern.sub(instead, counted)
    if joyless != text.rstrip() and text.rstrip().endswith("!"):
        yield text


def _in_figures(text: str) -> str:
    """Numbers in words: twenty-one, four point five, a half, two thirds, minus one, 2倍a, 一半."""
    text = IN_ENGLISH.sub(_figure, text)
    text = MULTIPLE.sub(lambda found: f"{MULTIPLES[found[1].lower()]}*", PART.sub(_part, text))
    text = TIMES_BEHIND.sub(r"\2*(\1)", text.replace("两", "2"))
    text = TIMES.sub("*", text).removesuffix("倍")
    text = re.sub(r"(?<=\d)。(?=\d)", ".", re.sub(r"^一?半$", "1/2", text))
    return answer_patterns()["below"].sub("-", text)


def _figure(found: re.Match[str]) -> str:
    tens, ones, point, digits = found.groups()
    number = UNITS[ones.lower()] + (UNITS[tens.lower()] if tens else 0)
    if not point:
        return str(number)
    return f"{number}.{''.join(str(UNITS[digit.lower()]) for digit in digits.split())} ".strip()


def _part(found: re.Match[str]) -> str:
    count, part = found.groups()
    return f"({count if count and count.isdigit() else 1}/{PARTS[part.lower()]})"


def _meant(text: str, variable: str) -> Meant:
    # cos alone means cos(a).
    alone = variable and text.isascii() and text.isalpha() and len(text) > 1
    node = _renamed(_parsed((f"{text}({variable})", text) if alone else (text,)), variable)
    if set(letters_of(node)) - {variable}:
        raise Misunderstood("no-answer")
    decimals = DECIMALS.fullmatch(tidy(text).removesuffix("."))
    if decimals is None:
        return Meant(node)
    digits, behind, power = decimals.groups("")
    figures = re.sub(r"\D", "", digits).lstrip("0")
    return Meant(node, Fraction(10) ** (int(power or 0) - len(behind)), len(figures))


def _parsed(spellings: tuple[str, ...]) -> Node:
    """The first spelling that can be read."""
    *others, last = spellings
    for one in others:
        with suppress(Misunderstood):
            return parse(one)
    return parse(last)


def _renamed(node: Node, variable: str) -> Node:
    letters = letters_of(node)
    if variable and len(letters) == 1 and letters[0] != variable:
        return renamed(node, letters[0], variable)
    return node
