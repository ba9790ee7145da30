"""The chat page: its files, and the calls that only it may make."""

from starlette.routing import BaseRoute

from bot.localchat.world import World


def page_routes(_world: World, _key: str) -> list[BaseRoute]:
    return []
