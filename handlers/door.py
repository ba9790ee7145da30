"""The door: everything that is listened to, in order, each with its why."""

import os
import re
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    PollAnswerHandler,
    PollHandler,
    TypeHandler,
    filters,
)

from handlers.desk import Desk
from handlers.groups import admitted, membership, migrated
from handlers.guest import called
from handlers.inline import typed
from handlers.intake import Intake
from handlers.messages import corrected, heard
from handlers.order import Order
from handlers.quiz import STOP, closed, resume, stopped, voted
from handlers.taps import tapped
from handlers.taps_anywhere import tapped_anywhere
from handlers.trouble import apologise
from handlers.wire import Wire

TELEGRAM = "https://api.telegram.org/bot"

# Exactly what has a handler below: Telegram keeps the last list that it was told.
LISTENED_TO = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
    Update.POLL,
    Update.POLL_ANSWER,
)

ARRIVAL = 1.5  # seconds for what is being sent when time is up

App = Application[Any, Any, Any, Any, Any, Any]


def application(desk: Desk, *, token: str, base_url: str = TELEGRAM) -> App:
    """The bot, ready to `serve`.

    Args:
        desk: workers that have been started, and an open memory.
        token: the bot's, from BotFather.
        base_url: of the Bot API, ending in /bot.
    """
    # Else the library warns of the other type each time that Telegram asks us to wait.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    intake = Intake(desk.memory.inbox)
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(base_url)
        .base_file_url(f"{base_url.removesuffix('/bot')}/file/bot")
        .request(Wire(base_url, connections=256))
        .get_updates_request(Wire(base_url, connections=1))
        .update_queue(intake)
        .concurrent_updates(Order(intake))
        .post_init(partial(_replay, desk, intake))
        .post_stop(partial(_close, desk))
        # `serve` listens by itself: the library's own loop ends unheard when the token is
        # revoked, and asks again without a pause for an update that it cannot read.
        .updater(None)
        .job_queue(None)
    )
    if desk.paced:
        builder = builder.rate_limiter(desk.paced)
    built: App = builder.build()
    _listen(built, desk)
    built.bot_data["menus"] = desk.memory.menus
    return built


async def _replay(desk: Desk, intake: Intake, built: App) -> None:
    # Before anything new is heard, so that each chat's order is kept.
    await intake.replay(built.bot)
    await resume(desk, built.bot)


async def _close(desk: Desk, _: App) -> None:
    await desk.close(ARRIVAL)


def _listen(built: App, desk: Desk) -> None:
    # The filters name the kind of update: TEXT and its like match edits and channel posts, too.
    # Before all others: in a chat where we may not be nothing is answered.
    built.add_handler(TypeHandler(Update, partial(admitted, desk)), group=-1)
    built.add_handlers(
        [
            # A group's memory moves with it; said by Telegram, and no message to answer.
            MessageHandler(
                filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, partial(migrated, desk)
            ),
            # Everything that a person says, commands among it, since a command may be edited;
            # whether it is for us depends on the chat: see addressed.py.
            MessageHandler(filters.UpdateType.MESSAGE, partial(heard, desk)),
            # A learner mends a typing error: the answer changes, no second one comes.
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, partial(corrected, desk)),
            # A quiz is everybody's to stop; before the taps that belong to whoever asked.
            CallbackQueryHandler(partial(stopped, desk), re.escape(STOP)),
            # Any data: what is not ours gets a notice, for a tap without an answer keeps turning.
            CallbackQueryHandler(partial(_tapped, desk)),
            # What is typed behind our name in any chat.
            InlineQueryHandler(partial(typed, desk)),
            # Called by our name in a chat that we are not in.
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, partial(called, desk)),
            # Votes in a quiz, and its open question's time is up.
            PollAnswerHandler(partial(voted, desk)),
            PollHandler(partial(closed, desk)),
            # Added, put out, blocked: a group is greeted once, and nobody is written to in vain.
            ChatMemberHandler(partial(membership, desk), ChatMemberHandler.MY_CHAT_MEMBER),
        ]
    )
    built.add_error_handler(partial(apologise, desk.memory))


async def _tapped(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    handle = tapped_anywhere if query and query.inline_message_id else tapped
    await handle(desk, update, context)
