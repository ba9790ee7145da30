"""A tree -> text: plain and canonical, Unicode for captions, LaTeX for pictures."""

from bot.tutor.reading.printing.latex import latex as latex
from bot.tutor.reading.printing.plain import plain as plain
from bot.tutor.reading.printing.unicode import condition as condition
from bot.tutor.reading.printing.unicode import unicode as unicode
