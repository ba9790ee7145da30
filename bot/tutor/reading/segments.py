"""What is left of a message between cuts and punctuation, without the words that only glue."""

import re

from bot.tutor.reading.phrases import pattern_of

# Stands where something was cut out; no message that was tidied holds it.
CUT = "\x1f"
GLUED = 40  # words that may glue one piece to its neighbours; more are no request
ENDS = re.compile(rf"[{CUT}?:;]|\.(?= |$)|,|(?<=[A-Za-z]{{2}})!(?= |$)|(?<=[\u3400-\u9fff])!")


def segments(text: str) -> list[str]:
    """The pieces between cuts and punctuation outside brackets, without words that only glue."""
    pieces: list[str] = []
    depth = start = 0
    for at, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == CUT or (depth <= 0 and ENDS.match(text, at)):
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    stripped = [unglued(piece) for piece in pieces]
    return _pieces_together([piece for piece in stripped if piece])


def unglued(piece: str) -> str:
    piece = piece.strip(" \"'").lstrip("!~").strip()
    for _ in range(GLUED):
        before = piece
        found = pattern_of("glue").match(piece)
        if found is not None and found.end():
            piece = piece[found.end() :].strip(" \"'")
        for found in pattern_of("glue").finditer(piece, max(0, len(piece) - 20)):
            at_end = found.end() == len(piece) and found.start() < found.end()
            if at_end and piece[max(found.start() - 1, 0)] not in "+-*/^":
                piece = piece[: found.start()].strip(" \"'")
                break
        if piece in {before, ""}:
            break
    return piece


def _pieces_together(pieces: list[str]) -> list[str]:
    """A function in pieces may be written with commas: x^2 if x<1, x if x>=1."""
    together: list[str] = []
    for piece in pieces:
        follows = re.search(r"\b(?:if|otherwise|else)\b", piece)
        if together and follows and re.search(r"\bif\b", together[-1]):
            together[-1] += f"; {piece}"
        else:
            together.append(piece)
    return together
