"""Formulas in words -> signs: x squared, the square root of x, two x plus one."""

import re

from bot.tutor.reading.chinese import chinese_to_plain

NUMBERS = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "hundred": 100,
}  # fmt: skip
NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "nth": "n"}

Meanings = tuple[tuple[re.Pattern[str], str], ...]


def _meanings(*pairs: tuple[str, str]) -> Meanings:
    return tuple((re.compile(pattern, re.IGNORECASE), meant) for pattern, meant in pairs)


ENGLISH = _meanings(
    (r"\b(?:one|1|a) half\b", "(1/2)"),
    (r"\b(leaky|hard)[ -](relu|sigmoid|tanh|swish)\b", r"\1_\2"),
    (r"\b(?:the )?(?:cube|cubic|third) ?root of\b ?", "∛"),
    (r"\b(?:the )?(?:square ?root|root|sqrt) of\b ?", "√"),
    (r"\b(?:the )?natural log(?:arithm)? of\b", "ln"),
    (r"\b(?:the )?absolute value of\b", "abs"),
    (r"\b(?:the )?(sine?|cosine|cos|tangent|tan|ln|log|exp) of\b(?! the\b)", r"\1"),
    (r"\blog(?:arithm)? base (\d+|e) of\b", r"log_\1"),
    (r" ?\bsquared\b", "^(2)"),
    (r" ?\bcubed\b", "^(3)"),
    (r" ?\b(?:raised )?to the power (?:of )?(-?\w+)\b", r"^(\1)"),
    (r"(?<=[\w)]) to the (-?\w)\b", r"^(\1)"),
    (r"(?<=[\w)]) (?:divided by|over) (?=[\w(√∛-])", "/"),
    (r"(?<=[\w)]) (?:multiplied by|times) (?!smaller|tinier|finer|larger|bigger)(?=[\w(√∛-])", "*"),
    (r"(?<=[\w)]) plus (?=[\w(√∛-])", "+"),
    (r"(?<=[\w)]) minus (?=[\w(√∛-])", "-"),
    (r"\bminus (?=\d)", "-"),
    (r"\bnegative (?=\d|[a-z]\b)", "-"),
    (r"(?<=\d) ?degrees?\b|(?<=\d) ?度", "°"),
    (r"(?<=\d) ?percent\b", "%"),
)
ENGLISH_NUMBER = re.compile(rf"\b({'|'.join(NUMBERS)})\b", re.IGNORECASE)
ONE = re.compile(
    r"(?:(?<=\bat )|(?<=\bminus )|(?<=\bnegative )|(?<=\bslope )|(?<=\bis )|(?<=\bby )"
    r"|(?<=[=*/+-]))one\b|\bone(?= over )",
    re.IGNORECASE,
)
TO_THE_NTH = re.compile(
    rf"(?<=[\w)]) to the ({'|'.join(NTH)}|\d{{1,2}}(?=th|rd|nd))(?:th|rd|nd)?(?: power)?\b",
    re.IGNORECASE,
)


def spoken_to_plain(text: str, *, otherwise: bool = False) -> str:
    """Words for numbers and operations as signs; all other words as they are.

    `otherwise` gives the other reading of what was dictated, where there are two.
    """
    text = TO_THE_NTH.sub(lambda found: f"^({NTH.get(found[1].lower(), found[1])})", text)
    text = ENGLISH_NUMBER.sub(lambda found: str(NUMBERS[found[1].lower()]), text)
    text = ONE.sub("1", text)
    for pattern, meant in ENGLISH:
        text = pattern.sub(meant, text)
    return text if text.isascii() else chinese_to_plain(text, otherwise=otherwise)
