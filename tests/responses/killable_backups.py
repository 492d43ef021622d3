"""Backups and restores that are killed: forked from a process that is warm, so that many fit.

Run as ``python -m tests.responses.killable_backups SETTINGS``. Each line on standard input, the
words of a command, runs it; its process id is printed, and a second line once it is gone.
"""

import os
import shlex
import sys

from consult.app import create_app
from tests.responses.killable import settings_of


def main() -> None:
    app = create_app(settings_of(sys.argv[1]))
    app.test_cli_runner().invoke(args=["db", "check"])
    app.extensions["database"].engine.dispose()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            app.test_cli_runner().invoke(args=shlex.split(line))
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - the test reads it
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
