"""A quiz in a group: polls that close by themselves, one at a time, and one score."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.memory import Running
from bot.tutor.course.quiz import Closed, Ended, Quiz, Voted, played, score
from bot.tutor.languages import Language, words
from bot.workers import Busy, TooLong
from handlers import deliver
from handlers.buttons import Button
from handlers.commands import command
from handlers.deliver import Parcel, says
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.pace import patiently
from handlers.place import Place
from handlers.polls import post
from handlers.taps import acknowledge, refuse
from handlers.trouble import language_of

log = logging.getLogger(__name__)

STOP = Button("quiz-stop", None).pack()
ENDINGS = ("stop", "end", "停", "停止", "结束")  # what may follow /quiz to stop it


async def quizzed(desk: Desk, bot: Bot, message: Message, place: Place, *, allowed: bool) -> bool:
    """Whether a message in a group is about its quiz; then what it wants is done.

    Args:
        desk: workers and memory.
        bot: who speaks.
        message: addressed to us.
        place: of the reply.
        allowed: whether there is an answer left in the group's allowance.
    """
    name, rest = command(message, bot) or ("", "")
    if place.private or name not in {"quiz", "cancel"}:
        return False
    stopping = name == "cancel" or rest.lower() in ENDINGS
    async with desk.rounds.line((place.chat, place.thread)):
        running = await desk.memory.quizzes.here(place.chat, place.thread)
        if running and stopping:
            await _end(desk, bot, running)
            return True
        if name == "cancel" or not allowed:
            return False
        language = await _language(desk, message, place)
        if running and running.asked != message.message_id:  # not once more after a crash
            await _tell(bot, place, "running", language)
        elif stopping:
            await _tell(bot, place, "none", language)
        elif not running:
            await _begin(desk, bot, message, place, language)
    return True


async def voted(desk: Desk, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Note who has answered what."""
    answer = update.poll_answer
    if answer is None:
        return
    # An anonymous administrator votes in the group's name.
    chat, user = answer.voter_chat, answer.user
    learner, name = (
        (chat.id, chat.title) if chat else (user.id, user.first_name) if user else (0, "")
    )
    async with _held(desk, answer.poll_id) as running:
        if running:
            option = next(iter(answer.option_ids), None)
            vote = Voted(learner, name or "", option)
            quiz = played(vote, running.quiz)
            await desk.memory.quizzes.save(replace(running, quiz=quiz))


async def closed(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A question's time is up: count, show the score, ask the next one."""
    if update.poll is None or not update.poll.is_closed:
        return
    async with _held(desk, update.poll.id) as running:
        if running:
            await _close(desk, context.bot, running)


async def stopped(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Anyone in the group may tap the button that stops the quiz."""
    query = update.callback_query
    if query is None or query.message is None:
        return
    chat, message = query.message.chat.id, query.message.message_id
    found = await desk.memory.quizzes.of_message(chat, message)
    if found is None:
        await refuse(desk, query, "old-button")
        return
    await acknowledge(query)
    async with desk.rounds.line((chat, found.thread)):
        # It may have gone on to the next question meanwhile, which is to stop as well.
        if running := await desk.memory.quizzes.here(chat, found.thread):
            await _end(desk, context.bot, running)


async def resume(desk: Desk, bot: Bot) -> None:
    """After a start: what Telegram has still to tell comes first, then the clock decides."""
    with unharmed("the quizzes that were running could not be looked up"):
        for running in await desk.memory.quizzes.all():
            _wind(desk, bot, running)


async def take_over(desk: Desk, bot: Bot, late: float) -> None:
    """Go on with the rounds whose clock should have rung so many seconds ago, and runs not here."""
    overdue = desk.memory.quizzes.now() - desk.rounds.grace - late
    for running in await desk.memory.quizzes.overdue(overdue):
        if not desk.rounds.is_wound((running.chat, running.thread)):
            await _rung(desk, bot, running)


@asynccontextmanager
async def _held(desk: Desk, poll: str) -> AsyncIterator[Running | None]:
    """The round of an open poll, to which nothing else happens meanwhile; None: no poll of ours."""
    quizzes = desk.memory.quizzes
    found = await quizzes.of_poll(poll)
    if found is None and await desk.rounds.posted():
        found = await quizzes.of_poll(poll)
    if found is None:
        yield None
        return
    async with desk.rounds.line((found.chat, found.thread)):
        yield await quizzes.of_poll(poll)


async def _begin(desk: Desk, bot: Bot, message: Message, place: Place, language: Language) -> None:
    quiz = Quiz(seed=message.message_id, language=language)
    now = desk.memory.quizzes.now()
    running = Running(place.chat, place.thread, message.message_id, quiz, due_at=now)
    await _go_on(desk, bot, running)


async def _close(desk: Desk, bot: Bot, running: Running) -> None:
    """Count the open question, and go on or end."""
    overdue = desk.memory.quizzes.now() - running.due_at
    quiz = played(Ended("late") if overdue > desk.rounds.late else Closed(), running.quiz)
    await _without_button(bot, running)
    if quiz.over:
        await _over(desk, bot, replace(running, quiz=quiz))
        return
    now = desk.memory.quizzes.now()
    following = replace(running, quiz=quiz, message=None, poll=None, due_at=now)
    await _go_on(desk, bot, following)


async def _end(desk: Desk, bot: Bot, running: Running) -> None:
    """Somebody wants it to stop; the open question counts for those who have answered."""
    if running.message:
        message = running.message
        try:
            await patiently(lambda: bot.stop_poll(running.chat, message), repeatable=True)
        except BadRequest as error:
            log.info("a poll is closed or gone already: %s", error.message)
    quiz = played(Ended("stopped"), running.quiz)
    await _over(desk, bot, replace(running, quiz=quiz))


async def _over(desk: Desk, bot: Bot, running: Running) -> None:
    """Show how it ended and forget who has played, in this order: a crash leaves both to be done.

    Where the score cannot be shown the round is forgotten all the same.
    """
    desk.rounds.halt((running.chat, running.thread))
    try:
        shown = await _show(bot, running)
        if running.message and shown.score == running.score:
            # Screens above the last question: who has just answered it looks for the score here.
            await deliver.send(bot, _place(running), Parcel(score(running.quiz)))
    except TelegramError as error:
        log.info("the last score of a quiz could not be shown: %s", error.message)
    await desk.memory.quizzes.end(running)


async def _go_on(desk: Desk, bot: Bot, running: Running) -> None:
    """Show the score and post the next question; where that cannot be, the clock tries again."""
    quizzes = desk.memory.quizzes
    try:
        # Before anything is sent: whatever happens now, nobody's point is lost or counted twice.
        await quizzes.save(running)
        running = await _show(bot, running)
        await quizzes.save(running)
        running = await _posted(desk, bot, running)
    except (Busy, TooLong) as error:
        log.warning("a quiz waits: %s", type(error).__name__)
    except NetworkError as error:
        if not isinstance(error, BadRequest):
            log.warning("a quiz waits: %s", error.message)
        elif says(error, "right", "forbidden"):
            log.info("a group takes no polls: %s", error.message)
            quiz = played(Ended("no-polls"), running.quiz)
            await _over(desk, bot, replace(running, quiz=quiz))
            return
        else:
            await quizzes.end(running)
            raise
    except Exception:
        await quizzes.end(running)
        raise
    _wind(desk, bot, running)


async def _posted(desk: Desk, bot: Bot, running: Running) -> Running:
    """Send the open question and note which poll it is, to the end even if the bot stops."""
    place, quiz = _place(running), running.quiz
    poll = await desk.poll(quiz, await desk.settings(running.chat), place)

    async def out() -> Running:
        sent = await post(desk, bot, place, poll, desk.rounds.open_for, _button(quiz.language))
        asked = replace(
            running,
            message=sent.message_id,
            poll=sent.poll.id if sent.poll else None,
            due_at=desk.memory.quizzes.now() + desk.rounds.open_for,
            quiz=replace(quiz, right=poll.right),
        )
        await desk.memory.quizzes.save(asked)
        return asked

    posting = asyncio.ensure_future(desk.unbroken(out()))
    desk.rounds.posting.add(posting)
    posting.add_done_callback(desk.rounds.posting.discard)
    return await posting


def _wind(desk: Desk, bot: Bot, running: Running) -> None:
    left = max(0.0, running.due_at - desk.memory.quizzes.now())
    topic = (running.chat, running.thread)
    desk.rounds.wind(topic, left + desk.rounds.grace, partial(_rung, desk, bot, running))


async def _rung(desk: Desk, bot: Bot, running: Running) -> None:
    """Nobody has told us that the question is closed, or it could not be posted."""
    try:
        async with desk.rounds.line((running.chat, running.thread)):
            now = await desk.memory.quizzes.here(running.chat, running.thread)
            if now is None or (now.poll, now.asked) != (running.poll, running.asked):
                return
            overdue = desk.memory.quizzes.now() - now.due_at > desk.rounds.late
            if now.poll or overdue:
                await _close(desk, bot, now)
            else:
                await _go_on(desk, bot, now)
    except TelegramError as error:
        log.warning("a quiz could not go on: %s", error.message)


async def _show(bot: Bot, running: Running) -> Running:
    """Bring the score up to date, in the message that has it."""
    place, parcel = _place(running), Parcel(score(running.quiz))
    if running.score is None:
        sent = await deliver.send(bot, place, parcel)
    else:
        sent = await deliver.change(bot, place, running.score, parcel)
    return replace(running, score=sent.message)


async def _without_button(bot: Bot, running: Running) -> None:
    """The button goes from a question that is closed."""
    message = running.message
    if message is None:
        return
    try:
        await patiently(
            lambda: bot.edit_message_reply_markup(running.chat, message), repeatable=True
        )
    except TelegramError as error:
        log.info("an old button stays: %s", error.message)


def _button(language: Language) -> InlineKeyboardMarkup:
    label = words(language)["quiz"]["stop"]
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=STOP)]])


async def _tell(bot: Bot, place: Place, key: str, language: Language) -> None:
    await deliver.send(bot, place, Parcel(words(language)["quiz"][key]))


async def _language(desk: Desk, message: Message, place: Place) -> Language:
    locale = message.from_user.language_code if message.from_user else None
    return language_of(await desk.scene(place), message.text, locale)


def _place(running: Running) -> Place:
    """Of all that is said in a round; in the workers' line it stands for its group."""
    return Place(running.chat, running.thread, running.chat, running.asked, private=False)
