"""Inline: what is typed behind our name, in any chat, is answered while it is typed."""

import asyncio
import logging
import re
from dataclasses import replace

from telegram import Bot, InlineQuery, InlineQueryResultsButton, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.tutor.changes import MORE
from bot.tutor.languages import Language, words
from bot.tutor.scene import Drawing, Event, Reply, Said, Scene, Settings, Tapped, Turn
from bot.workers import Busy, TooLong
from handlers.anywhere import as_result, labelled
from handlers.deliver import Parcel, says
from handlers.desk import Desk
from handlers.links import payload
from handlers.pace import patiently
from handlers.place import Place
from handlers.trouble import language_of

log = logging.getLogger(__name__)

# Seconds after which Telegram takes no answer any more, and whoever typed has gone on.
LATE = 6.0
# Seconds from the last letter in which a new picture has to be on the shelf; the words wait for it.
IN_TIME = 1.5
# Seconds without another letter before a new picture is drawn: a chat takes twenty a minute.
PAUSE = 0.3
# Seconds for which Telegram gives the same learner the same results again. Not to others: they
# have another language, another usual nudge.
CACHED = 300
EXAMPLES = 3  # before anything is typed
FEW = 4  # results for a function of which nothing was asked
LONGEST_LABEL = 60  # characters
GREETING = "inline"  # a deep link that asks nothing

# A sentence ends at its mark, but not 0.5 at its point.
_SENTENCE = re.compile(r".+?(?:[.?!](?=\s|$)|[。？！]|$)")


async def typed(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the newest of what a learner types; what came before it is given up."""
    if query := update.inline_query:
        await desk.newest.do(query.from_user.id, _in_time(desk, context.bot, query))


async def _in_time(desk: Desk, bot: Bot, query: InlineQuery) -> None:
    try:
        async with asyncio.timeout(LATE):
            await _answer(desk, bot, query)
    except TimeoutError:
        log.info("an inline query was not answered in time")
    except BadRequest as error:
        if not _too_late(error):
            raise
        log.info("an inline query was answered too late")


async def _answer(desk: Desk, bot: Bot, query: InlineQuery) -> None:
    until = asyncio.get_running_loop().time() + IN_TIME
    place = Place.elsewhere_of(query.from_user.id)
    scene = Scene(await desk.settings(place.chat))
    language = language_of(scene, query.query, query.from_user.language_code)
    say = words(language)["inline"]
    try:
        replies = await _replies(desk, query, scene, place, language)
    except (Busy, TooLong) as error:
        await _send(query, [], 0, say["busy" if isinstance(error, Busy) else "too-long"])
        return
    first = replies[0]
    if first.answers is None:
        await _send(query, [], CACHED, _in_short(first))
        return
    asked = bool(query.query.strip())
    missing = asked and first.drawing and not await _picture(desk, bot, first.drawing, place, until)
    parcels = await _parcels(desk, bot, replies, scene.settings, asked=asked)
    cached = 0 if missing and desk.shelf.chat is not None else CACHED
    label = None if asked else say["open"]
    try:
        await _send(query, parcels, cached, label)
    except BadRequest as error:
        if _too_late(error):
            raise
        log.error("inline results were refused, plain words go: %s", error.message)  # noqa: TRY400 - what was refused is what Telegram says
        for reply in replies:
            if reply.drawing:
                await desk.forget_picture(reply.drawing, bot.id)
        plain = await _parcels(desk, bot, replies, scene.settings, asked=asked)
        unstyled = [(replace(parcel, styled=False), note) for parcel, note in plain]
        await _send(query, unstyled, 0, label)


async def _replies(
    desk: Desk, query: InlineQuery, scene: Scene, place: Place, language: Language
) -> list[Reply]:
    """The tutor's replies, the best first; the only one may be that nothing was understood."""
    locale = query.from_user.language_code

    async def ask(event: Event, scene: Scene) -> Turn:
        return await desk.ask(event, scene, place)

    if not query.query.strip():
        examples = words(language)["pages"]["examples"][:EXAMPLES]
        said = [Said(example, locale, explicit=True) for example in examples]
        return [(await ask(event, scene)).reply for event in said]
    done = await ask(Said(query.query, locale), scene)
    request, changes = done.reply.answers, _changes(done.reply)
    if request is None:
        return [done.reply]
    # In the language of the first reply, which the next scene knows.
    more = [(await ask(Tapped(change, request, locale), done.scene)).reply for change in changes]
    taught = [reply for reply in more if reply.answers]
    return taught if taught and _asks_back(done.reply) else [done.reply, *taught]


def _changes(reply: Reply) -> list[str]:
    """What else may have been meant: the other reading, or each answer to a question of ours."""
    changes = [choice.change for row in reply.choices for choice in row]
    if _asks_back(reply):
        return changes[:FEW]
    return [change for change in changes if change.startswith("other-")][:1]


def _asks_back(reply: Reply) -> bool:
    """Whether it is a question of ours: every answer tells on a button how it was read."""
    told = {"reading", MORE}  # behind the other one, where there are many
    return all(choice.change not in told for row in reply.choices for choice in row)


async def _picture(
    desk: Desk, bot: Bot, drawing: Drawing, place: Place, until: float
) -> str | None:
    """A picture's file_id: a new picture is on the shelf in time, or there is none."""
    if known := await desk.known(drawing, bot.id):
        return known
    if not desk.shelf.open:
        return None
    try:
        async with asyncio.timeout_at(until):
            await asyncio.sleep(PAUSE)
            return await desk.picture_for_any_chat(bot, drawing, place)
    except TimeoutError:
        return None


async def _parcels(
    desk: Desk, bot: Bot, replies: list[Reply], settings: Settings, *, asked: bool
) -> list[tuple[Parcel, str]]:
    """Replies with their pictures, where those are known; the one that was asked also as a text.

    With each comes a note for its row: what is a text beside a picture says so.
    """
    parcels = []
    for place, reply in enumerate(replies):
        kept = await desk.offer(reply.answers) if reply.answers else None
        known = await desk.known(reply.drawing, bot.id) if reply.drawing else None
        # Not every chat takes pictures.
        ways = [known, None] if known and asked and place == 0 else [known]
        for way in ways:
            parcel = labelled(
                desk,
                bot,
                reply,
                kept,
                Parcel(reply.words, picture=way),
                settings=settings,
                pictured=way is not None,
            )
            only = words(reply.language)["inline"]["words-only"] if known and not way else ""
            parcels.append((parcel, only))
    return parcels


async def _send(
    query: InlineQuery, parcels: list[tuple[Parcel, str]], cached: int, label: str | None
) -> None:
    """Show results, and below them, where there is a label, the way to our private chat."""
    results = [as_result(parcel, str(at), note) for at, (parcel, note) in enumerate(parcels)]
    start = payload(query.query) or GREETING
    button = InlineQueryResultsButton(label, start_parameter=start) if label else None
    await patiently(
        lambda: query.answer(results, cache_time=cached, is_personal=True, button=button),
        repeatable=True,
    )


def _in_short(excuse: Reply) -> str:
    """What could not be read: the marked place, else the first sentence, if it fits on a line."""
    say = words(excuse.language)["inline"]
    line, _, mark = excuse.words.partition("\n")
    found = _SENTENCE.match(line)
    label = say["stumbled"].format(mark=mark) if "⟦" in mark else found[0] if found else ""
    return label if 0 < len(label) <= LONGEST_LABEL and "\n" not in label else str(say["unread"])


def _too_late(error: BadRequest) -> bool:
    return says(error, "query is too old", "query id is invalid")
