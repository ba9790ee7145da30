"""Functions in pieces, however their conditions are written -> x^2 if x<1; 2x-1 if x>=1."""

import re

LETTER = r"[A-Za-zα-ω](?![A-Za-z])"
LIMIT = r"-?(?:[\d.]{1,12}|π|pi)(?:/\d{1,6})?"
SIGN = r" ?(?:[<>]=?|!=|==) ?"
CONDITION = rf"(?:{LIMIT}{SIGN})?{LETTER}{SIGN}{LIMIT}"
DEFINED = r"(?:[A-Za-z] ?\( ?[A-Za-z] ?\)|[yfs]) ?= ?"
BRACED = re.compile(r"\{([^{}]{3,300})\}")
VALUED = re.compile(rf" ?(.{{1,120}}?) ?, ?({CONDITION}|{LETTER} ?= ?{LIMIT}) ?[,;]? ?", re.DOTALL)
BRACKETED = re.compile(rf" ?[,;]? ?\( ?({CONDITION}) ?\)")
# 当x<1时f(x)=x², which puts the condition first.
BEFORE = re.compile(
    rf"(?:当|若|在)? ?({CONDITION}) ?(?:时|的时候) ?,? ?({DEFINED})?([^,;。?\u3400-\u9fff]{{1,60}})"
)
# x+1当x<1, which puts it behind.
BEHIND = re.compile(rf" ?,? ?当 ?({CONDITION})(?! ?(?:时|的时候))")
EQUAL = re.compile(r"(?<![<>!=])=(?!=)")
EQUALS_IF = re.compile(rf"\bif {LETTER} ?= ?{LIMIT}")
AGAIN = re.compile(rf"(\bif {CONDITION}) ?[,;]? ?(?:且|和|and)? ?{DEFINED}")


def pieces_to_plain(text: str) -> str:
    """Conditions behind commas, in brackets or in front, as "if"; a definition is said once."""
    if "<" not in text and ">" not in text and "!=" not in text:
        return text
    text = BEHIND.sub(r" if \1 ", BRACED.sub(_braced, text))
    text = BEFORE.sub(lambda found: f"{found[2] or ''}{found[3].strip()} if {found[1]}", text)
    text = BRACKETED.sub(r" if \1 ", text)
    return AGAIN.sub(r"\1; ", text)


def _braced(found: re.Match[str]) -> str:
    """{x^2, x<1; 2x-1, x>=1}, where every piece has its condition."""
    if re.search(r"\bif\b|\botherwise\b", found[1]):
        return EQUALS_IF.sub(lambda test: EQUAL.sub("==", test[0]), found[0])
    pieces, at = [], 0
    while (piece := VALUED.match(found[1], at)) is not None:
        pieces.append(f"{piece[1]} if {EQUAL.sub('==', piece[2])}")
        at = piece.end()
    return "{" + "; ".join(pieces) + "}" if pieces and at == len(found[1]) else found[0]
