"""The purge by itself: when the server starts, and once a day while it serves."""

import threading
import time

from flask import Flask

from consult.audit.actor import Actor
from consult.core.web import log
from consult.responses import purging

#: Whom an audit line names when nobody pressed a key.
SERVER = Actor("the server")

_DAY, _HOUR = 24 * 60 * 60, 60 * 60


def purge_daily(app: Flask) -> None:
    """Purge now and once a day, in a thread that ends with the server."""
    threading.Thread(target=_go_on, args=(app,), name="purge", daemon=True).start()


def _go_on(app: Flask) -> None:
    while True:
        time.sleep(_DAY if purge_once(app) else _HOUR)


def purge_once(app: Flask) -> bool:
    """Purge; tell whether it went well. Serving goes on either way."""
    try:
        purging.run(app.extensions["database"], days=app.config["RETENTION_DAYS"], actor=SERVER)
    except Exception as error:
        # Whatever it is, young people must be served. Its kind alone is logged: a message of the
        # database could hold what somebody wrote.
        log.error("the purge failed (%s) and is tried again in an hour", type(error).__name__)
        return False
    return True
