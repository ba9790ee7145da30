"""How long words may be: what a caption takes, counted as Telegram counts."""

LONGEST = 1000  # UTF-16 units; Telegram takes 1,024 and does not say which unit it counts


def fit(lines: list[str], longest: int = LONGEST) -> str:
    """The lines as one text; lines that no longer fit are left out from the end, marked by "…"."""
    text = "\n".join(lines)
    if units(text) <= longest:
        return text
    kept = lines
    while len(kept) > 1 and units("\n".join([*kept, "…"])) > longest:
        kept = kept[:-1]
    text = "\n".join([*kept, "…"])
    while units(text) > longest:
        text = text[: len(text) * longest // units(text) - 1] + "…"
    return text


def split(lines: list[str]) -> tuple[str, str]:
    """The lines as `fit` has them, and those that it leaves out, which may be none."""
    first = fit(lines)
    kept = first.count("\n") if first.endswith("\n…") else len(lines)
    return first, fit(lines[kept:])


def shorten(text: str, longest: int) -> str:
    """A long formula with its middle left out; `longest` in characters."""
    if len(text) <= longest:
        return text
    half = (longest - 3) // 2
    return f"{text[:half]} … {text[-half:]}"


def units(text: str) -> int:
    """The text's length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
