"""Updates as Telegram brings them, each with what the library reads in it."""

from contextlib import contextmanager

from handlers.intake import read

ADA = {"id": 1001, "is_bot": False, "first_name": "Ada"}


def message(chat=1001, text="slope of 3a at 5"):
    where = {"id": chat, "type": "private", "first_name": "Ada"}
    return {"message_id": 7, "date": 1_767_225_600, "chat": where, "from": ADA, "text": text}


def tap(chat=1001):
    return {"id": "1", "from": ADA, "chat_instance": "1", "message": message(chat), "data": "v1"}


def typed():
    return {"id": "1", "from": ADA, "query": "3a at 5", "offset": ""}


def update(number, **kind):
    """Such as `update(1, message=message())`: read, and as it came."""
    body = {"update_id": number, **kind}
    return read(body, None), body


@contextmanager
def no_queue(sql):
    """Meanwhile nothing can be stored."""
    sql("ALTER TABLE procrastinate_jobs RENAME TO elsewhere")
    try:
        yield
    finally:
        sql("ALTER TABLE elsewhere RENAME TO procrastinate_jobs")
