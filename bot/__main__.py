"""The command line, `nudge`."""

import asyncio
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from alembic.util import CommandError
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn
from sqlalchemy.exc import DBAPIError

from bot.asking import Asker, Facts
from bot.config import BadConfig, Config
from bot.gallery import SECTIONS, hang
from bot.memory import NotMoved, back_up, is_server, move
from bot.starting import in_local_chat, on_telegram, receiving, workers_of, working
from bot.tutor.languages import Language
from handlers import Refused

AHEAD = 16  # lines that are answered at once, where the workers' queue has room for them

app = typer.Typer(
    help="Nudge teaches what a derivative is, in a chat.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="The configuration; ./config.toml if there is one.")
]


def main() -> None:
    app()


@app.callback(invoke_without_command=True)
def nudge(
    context: typer.Context,
    config: ConfigFile = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="The local chat's port; 0: a free one.")
    ] = None,
    browser: Annotated[
        bool | None, typer.Option("--browser/--no-browser", help="Open the local chat's page.")
    ] = None,
) -> None:
    """Start Nudge: on Telegram with a token, else in the local chat."""
    context.obj = config
    if context.invoked_subcommand is not None:
        return
    settings = _load(config)
    if token := settings.telegram.token:
        _finish(on_telegram(settings, token.get_secret_value()))
        return
    page = settings.chat
    port = page.port if port is None else port
    _finish(in_local_chat(settings, port, browser=page.browser if browser is None else browser))


@app.command()
def receive(context: typer.Context, config: ConfigFile = None) -> None:
    """Of many machines, take what Telegram brings."""
    settings = _load(config or context.obj)
    _finish(receiving(settings, _token(settings)))


@app.command()
def work(context: typer.Context, config: ConfigFile = None) -> None:
    """Of many machines, answer what others have received."""
    settings = _load(config or context.obj)
    _finish(working(settings, _token(settings)))


@app.command()
def ask(
    context: typer.Context,
    requests: Annotated[
        list[str] | None, typer.Argument(help="Such as “slope of 3a at 5”.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per request.")] = False,
    chat: Annotated[
        bool, typer.Option("--chat", help="One conversation; an empty line starts a new one.")
    ] = False,
    image: Annotated[
        Path | None, typer.Option("--picture", help="Write the picture: .png or .jpg; .gif moves.")
    ] = None,
    pictures: Annotated[
        Path | None, typer.Option(help="Write pictures to PICTURES/000001.jpg and so on.")
    ] = None,
    language: Annotated[Language | None, typer.Option(help="en or zh.")] = None,
    config: ConfigFile = None,
) -> None:
    """Answer requests without a chat: those given, or one per line of standard input."""
    settings = _load(config or context.obj)
    if image and len(requests or ()) != 1:
        _give_up("--picture takes one request; for many there is --pictures")
    if image and image.suffix.lower() not in {".png", ".jpg", ".jpeg", ".gif"}:
        _give_up(f"--picture: {image.name} should end in .png, .jpg or .gif")
    if image and not image.parent.is_dir():
        _give_up(f"--picture: there is no folder {image.parent}")
    if pictures:
        try:
            pictures.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _give_up(f"--pictures: {pictures}: {error.strerror}")

    def file(number: int) -> Path | None:
        return image or (pictures / f"{number:06}.jpg" if pictures else None)

    def shown(facts: Facts) -> str:
        return json.dumps(facts, ensure_ascii=False) if as_json else f"{facts['words']}\n"

    async def work() -> None:
        lines = _given(requests) if requests else _typed()
        with _progress(wanted=not requests) as step:

            def emit(facts: Facts) -> None:
                print(shown(facts), flush=True)  # noqa: T201 - the command's output
                step()

            async with workers_of(settings) as workers:
                asker = Asker(workers, language, file)
                ahead = min(AHEAD, settings.workers.waiting)
                await (asker.conversation(lines, emit) if chat else asker.each(lines, ahead, emit))

    _finish(work())


@app.command()
def practice(
    context: typer.Context,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object per line, in and out.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Judge practice answers from standard input, without a chat."""
    settings = _load(config or context.obj)
    if not as_json:
        _give_up("practice is for a chat: /practice there; here it takes --json, see the README")

    def emit(facts: Facts) -> None:
        # Half a character is no text; behind a backslash it is JSON all the same.
        printed = json.dumps(facts, ensure_ascii=False).encode("utf-8", "backslashreplace")
        print(printed.decode(), flush=True)  # noqa: T201 - the output

    async def work() -> None:
        async with workers_of(settings) as workers:
            asker = Asker(workers, None, lambda _: None)
            await asker.practice(_typed(), min(AHEAD, settings.workers.waiting), emit)

    _finish(work())


@app.command("check-config")
def check_config(context: typer.Context, config: ConfigFile = None) -> None:
    """Say whether the configuration is right."""
    settings = _load(config or context.obj)
    where = "on Telegram" if settings.telegram.token else "in the local chat"
    typer.echo(f"The configuration is right: `nudge` starts {where}.")


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A new file; it is never overwritten.")],
    config: ConfigFile = None,
) -> None:
    """Copy the memory into FILE, while Nudge runs or not."""
    settings = _load(config or context.obj)
    if is_server(settings.memory.url):
        _give_up("memory.url: PostgreSQL is backed up with its own tools: pg_dump, see its manual")
    try:
        back_up(settings.memory.url, file)
    except FileExistsError:
        _give_up(f"{file}: there is such a file, and it is not overwritten")
    except OSError as error:
        _give_up(f"{file}: {error.strerror}")
    except sqlite3.Error as error:
        _give_up(f"memory.url: the database cannot be copied: {error}")
    typer.echo(f"The memory is in {file}; name it in memory.url to go on from there.")


@app.command()
def migrate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What memory.url named before, without sqlite:///.")],
    config: ConfigFile = None,
) -> None:
    """Copy the memory from SQLite's FILE into the PostgreSQL that memory.url names now."""
    url = _load(config or context.obj).memory.url
    if not is_server(url):
        _give_up("memory.url: this is no PostgreSQL: name the one to which FILE is to move")

    async def work() -> None:
        rows = await asyncio.to_thread(move, file, url)
        told = "".join(f"{count:9} {name}\n" for name, count in rows.items() if count)
        typer.echo(f"{told}The memory is in PostgreSQL; {file} is as it was.")

    _finish(work())


@app.command()
def gallery(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where gallery.md and its pictures go.")],
    config: ConfigFile = None,
) -> None:
    """Draw every kind of picture into FOLDER, with a page that shows them."""
    settings = _load(config or context.obj)

    async def work() -> None:
        with _progress(wanted=True, total=sum(map(len, SECTIONS.values()))) as step:
            async with workers_of(settings) as workers:
                await hang(workers, folder, step)

    _finish(work())
    typer.echo(f"The gallery is in {folder / 'gallery.md'}.")


def _load(path: Path | None) -> Config:
    try:
        return Config.load(path)
    except BadConfig as error:
        _give_up(str(error))


def _token(settings: Config) -> str:
    if not settings.telegram.token:
        _give_up("telegram.token: many machines are for Telegram, which wants one; see the README")
    return settings.telegram.token.get_secret_value()


def _give_up(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(2)


def _finish(work: Coroutine[object, object, None]) -> None:
    """Run to the end; what stops Nudge from working at all is one clear line."""
    try:
        asyncio.run(work)
    except (Refused, BadConfig, NotMoved, OSError) as error:
        _give_up(str(error))
    except (DBAPIError, CommandError) as error:
        _give_up(f"memory.url: the database cannot be opened: {getattr(error, 'orig', error)}")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


async def _given(requests: list[str]) -> AsyncIterator[str]:
    for request in requests:
        yield request


async def _typed() -> AsyncIterator[str]:
    """The lines of standard input; what is no UTF-8 in them is replaced."""
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        yield line.decode("utf-8", "replace").rstrip("\r\n")


@contextmanager
def _progress(*, wanted: bool, total: int | None = None) -> Iterator[Callable[[], None]]:
    """A count of answers on standard error, when that is a terminal and many may come."""
    console = Console(stderr=True)
    if not (wanted and console.is_terminal and (total or not sys.stdin.isatty())):
        yield lambda: None
        return
    columns = SpinnerColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=total)
        yield lambda: progress.advance(bar)


if __name__ == "__main__":
    main()
