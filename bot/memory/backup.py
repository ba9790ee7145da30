"""A copy of the memory, whole and of one moment, while the bot goes on."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url


def back_up(url: str, file: Path) -> None:
    """Copy the database of a URL into a new file, readable by its owner alone.

    The copy is what one reader sees at one moment; writers do not wait for it. It is itself a
    database to be named in a URL, and holds nothing of what was deleted.

    Raises:
        FileExistsError: there is such a file; nothing is overwritten.
        OSError: it cannot be written.
        sqlite3.Error: the database cannot be read.
    """
    source = Path(make_url(url).database or "").absolute().as_uri()
    # Made here and now, so that nobody else's is overwritten between a look and the copy.
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        # `rw` does not make a database where there is none.
        with closing(sqlite3.connect(f"{source}?mode=rw", uri=True, timeout=10)) as database:
            database.execute("VACUUM INTO ?", (str(file),))
        with file.open("rb+") as copy:
            os.fsync(copy.fileno())
    except BaseException:
        file.unlink()
        raise
