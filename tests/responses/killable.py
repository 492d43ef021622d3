"""A server that is killed and started again quickly: forked from a process that is warm.

Run as ``python -m tests.responses.killable SETTINGS PORT``. Each line on standard input starts the
server; its process id is printed, and a second line once it is gone.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from flask import Flask

from consult.app import create_app
from consult.core import locales, serving
from tests.responses.cast import address


def settings_of(text: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(text)
    return told | {"INSTANCE": Path(told["INSTANCE"]), "KEYS": Path(told["KEYS"])}


def warm_up(app: Flask) -> None:
    """Read what each server would read for its first young people, all at once."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    locales.read_catalogues()
    app.test_client().get(address())


def main() -> None:
    settings, port = settings_of(sys.argv[1]), int(sys.argv[2])
    app = create_app(settings)
    warm_up(app)
    app.extensions["database"].engine.dispose()
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            serving.run(serving.listen(app, "127.0.0.1", port), app, "127.0.0.1", port)
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - the test reads it
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
