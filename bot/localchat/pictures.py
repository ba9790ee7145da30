"""Photos and animations that were uploaded: their size, read from their bytes, and file_id."""

import re
import secrets

from bot.localchat.errors import Refused, refuse
from bot.localchat.records import Json, Photo

_LARGEST = 10 * 1024 * 1024  # bytes, of a photo
_LARGEST_ANIMATION = 50 * 1024 * 1024  # bytes
_LONGEST_SIDES = 10_000  # pixels, width and height together
_STEEPEST = 20  # the longer side over the shorter
_PNG = b"\x89PNG\r\n\x1a\n"
_GIF = b"GIF8"
_DELAY = re.compile(rb"\x21\xf9\x04.(..)", re.DOTALL)  # of a GIF's frame, in 1/100 s
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG's start-of-frame markers
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # JPEG markers without a length


class Pictures:
    """All that the server holds, by its file_id and by its file_unique_id."""

    def __init__(self) -> None:
        self._photos: dict[str, Photo] = {}
        self._bytes: dict[str, bytes] = {}

    def keep(self, data: bytes) -> Photo:
        """A new photo with a file_id of its own.

        Raises:
            Refused: no picture, or one outside Telegram's limits.
        """
        if len(data) > _LARGEST:
            raise Refused(413, "Request Entity Too Large")
        width, height = measure(data)
        long, short = max(width, height), min(width, height)
        if long + short > _LONGEST_SIDES or long > _STEEPEST * short:
            refuse("PHOTO_INVALID_DIMENSIONS")
        return self._keep("AgACAgI", data, (width, height))

    def keep_animation(self, data: bytes) -> Photo:
        """A new animation; Telegram makes a video of a GIF, here it stays as it is.

        Raises:
            Refused: no GIF, or too large a one.
        """
        if len(data) > _LARGEST_ANIMATION:
            raise Refused(413, "Request Entity Too Large")
        if not data.startswith(_GIF):
            refuse("the local chat knows no other animations than GIF")
        size = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
        delays = (int.from_bytes(delay, "little") for delay in _DELAY.findall(data))
        return self._keep("CgACAgI", data, size, round(sum(delays) / 100))

    def _keep(
        self, prefix: str, data: bytes, size: tuple[int, int], seconds: int | None = None
    ) -> Photo:
        file_id = prefix + secrets.token_urlsafe(48)
        photo = Photo(file_id, secrets.token_hex(8), *size, len(data), seconds)
        self._photos[photo.file_id] = photo
        self._bytes[photo.unique_id] = data
        return photo

    def find(self, file_id: str, *, moves: bool = False) -> Photo:
        if file_id not in self._photos:
            refuse("wrong file identifier/HTTP URL specified")
        if self._photos[file_id].moves != moves:
            kinds = ("Photo", "Animation") if moves else ("Animation", "Photo")
            refuse("can't use file of type {} as {}".format(*kinds))
        return self._photos[file_id]

    def data(self, unique_id: str) -> bytes | None:
        return self._bytes.get(unique_id)

    def as_file(self, file_id: str) -> Json:
        """The File object of getFile; its path stands behind /file/bot<token>/."""
        if file_id not in self._photos:
            refuse("invalid file_id")
        photo = self._photos[file_id]
        ending = media_type(self._bytes[photo.unique_id]).removeprefix("image/")
        return {
            "file_id": photo.file_id,
            "file_unique_id": photo.unique_id,
            "file_size": photo.size,
            "file_path": f"photos/{photo.unique_id}.{ending.replace('jpeg', 'jpg')}",
        }


def media_type(data: bytes) -> str:
    if data.startswith(_GIF):
        return "image/gif"
    return "image/png" if data.startswith(_PNG) else "image/jpeg"


def measure(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG.

    Raises:
        Refused: the bytes are neither.
    """
    size = _measure_png(data) if data.startswith(_PNG) else _measure_jpeg(data)
    if size is None or 0 in size:
        refuse("IMAGE_PROCESS_FAILED")
    return size


def _measure_png(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR":
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _measure_jpeg(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at : at + 1] == b"\xff":
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width), int.from_bytes(height)
        length = 0 if marker in _BARE else int.from_bytes(data[at + 2 : at + 4])
        at += 2 + length
    return None
