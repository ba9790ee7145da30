"""Bars -> calls: |x| is abs(x), however they nest."""

from bot.tutor.errors import Misunderstood


def bars_to_calls(text: str) -> str:
    """Each bar opens after an operator or a bracket, and closes after something that can end.

    Raises:
        Misunderstood: where a bar has no partner.
    """
    if "|" not in text:
        return text
    signs: list[str] = []
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if sign in "([{":
            opened.append((sign, at))
        elif sign in ")]}" and opened and opened[-1][0] != "|":
            opened.pop()
        if sign != "|":
            signs.append(sign)
        elif opened and opened[-1][0] == "|" and _can_end("".join(signs[-2:])):
            opened.pop()
            signs.append(")")
        else:
            opened.append((sign, at))
            signs.append("abs(")
    unpaired = [at for sign, at in opened if sign == "|"]
    if unpaired:
        raise Misunderstood("brackets", text, (unpaired[-1], unpaired[-1] + 1))
    return "".join(signs)


def _can_end(before: str) -> bool:
    last = before.rstrip()[-1:]
    return last.isalnum() or last in {")", "]", "}", "!", "°", "%"}
