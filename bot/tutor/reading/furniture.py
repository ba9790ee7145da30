"""What an exercise book prints around its questions: numbers, blanks, choices, headings."""

import re

HAN = r"\u3400-\u9fff"
NUMBERED = re.compile(
    rf"^\s*(?:\(?\d{{1,3}}[.)]\s+(?=[A-Z{HAN}][a-z{HAN}])|[①-⑳]"
    rf"|\d{{1,3}}, (?=[A-Za-z√(|].*[{HAN}])"
    rf"|(?:\(\d{{1,3}}\)|\d{{1,3}}[.,)])\s*(?=[A-Za-z] ?(?:\( ?[A-Za-z] ?\) ?)?=|[{HAN}]))"
)
CHOICES = re.compile(r"(?:\( *\))? *\bA *[.,:] *[^ ]{1,30} *[,;]? *\bB *[.,:].{1,120}$")
# Empty brackets to write in; those of f'( ) stand for what was asked.
BLANK = re.compile(r"_{2,}|(?<![A-Za-z'])\( *\)")


def without_furniture(text: str, cut: str) -> str:
    """The message without them; `cut` stands where they stood."""
    for furniture in (NUMBERED, CHOICES, BLANK):
        text = furniture.sub(cut, text)
    return text


def without_headings(text: str, cut: str) -> str:
    """The message without Chinese before a colon: 求下列函数的导数."""
    return re.sub(rf"[{HAN}{cut} ]{{1,60}}:", cut, text)
