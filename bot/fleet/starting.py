"""Receiving and working, put together from the configuration."""

from bot.config import Config
from bot.fleet.health import watched
from bot.fleet.queue import Queue
from bot.fleet.receive import Webhook, bot_of, by_polling, by_webhook, secret_of
from bot.fleet.tables import prepare
from bot.fleet.work import work
from bot.memory import Memory
from handlers import Desk, shared


async def receiving(config: Config, memory: Memory, token: str) -> None:
    """Store what Telegram tells: by webhook where it has an address, else by polling."""
    fleet, url = config.fleet, config.memory.url
    await prepare(url)
    queue = Queue(memory.database, memory.inbox)
    bot = bot_of(token, config.telegram.base_url)
    async with watched(memory.database, fleet.host, fleet.port) as count:
        if not fleet.url:
            await by_polling(queue, bot, url, count)
            return
        secret = fleet.secret.get_secret_value() if fleet.secret else secret_of(token)
        where = fleet.webhook_host, fleet.webhook_port, fleet.webhook_path
        await by_webhook(queue, bot, Webhook(fleet.url, secret, *where), count)


async def working(config: Config, desk: Desk, token: str) -> None:
    """Answer what is stored."""
    fleet, desk = config.fleet, shared(desk, per_second=config.fleet.per_second)
    await prepare(config.memory.url)
    async with watched(desk.memory.database, fleet.host, fleet.port, desk):
        await work(
            desk,
            token=token,
            base_url=config.telegram.base_url,
            url=config.memory.url,
            at_once=fleet.at_once,
        )
