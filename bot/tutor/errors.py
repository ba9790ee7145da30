"""What the tutor could not understand."""

from dataclasses import dataclass


# Not frozen: Python writes a traceback into an exception on its way.
@dataclass(unsafe_hash=True)
class Misunderstood(Exception):  # noqa: N818 - the house's name for it
    """A text that is no request, or a formula that cannot be read.

    Args:
        reason: a key under `[misunderstood]` in every language, such as `unknown-name`,
            `not-a-request`, `too-costly`; for a question about a concept, `concept-derivative` etc.
        text: the text in which the place is marked, as the learner wrote it or normalised.
        span: start and end (in characters of `text`) of what could not be read, or None.
        slots: what the sentence for `reason` is filled with, as (name, value) pairs.
    """

    reason: str
    text: str = ""
    span: tuple[int, int] | None = None
    slots: tuple[tuple[str, str], ...] = ()

    def __reduce__(self) -> tuple[type["Misunderstood"], tuple[object, ...]]:
        """Pickle by the fields: an exception's own way loses what was given by keyword."""
        return type(self), (self.reason, self.text, self.span, self.slots)
