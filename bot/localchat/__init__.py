"""A Bot API server on this machine, and the page to chat in; it knows nothing of the tutor."""

from bot.localchat.server import LocalChat as LocalChat
