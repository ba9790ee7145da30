"""Lesson -> words."""

from bot.tutor.telling.excuse import excuse as excuse
from bot.tutor.telling.explain import explain as explain
from bot.tutor.telling.explain import in_full as in_full
from bot.tutor.telling.reread import reread as reread
