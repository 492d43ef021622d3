"""Serves the application with waitress: no access log, so that no address of a reader is kept."""

import errno
import logging
import os
import signal
import sys
from types import FrameType
from typing import Any

import click
from flask import Flask

from consult.core import locales

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def listen(app: Flask, host: str, port: int) -> Any:
    """Take the port and return the server that :func:`run` starts; until then readers wait.

    Args:
        app: the application.
        host: name or address of the interface to listen on.
        port: TCP port.

    Raises:
        click.ClickException: a sentence that says what is in the way and what to do.
    """
    from waitress.server import create_server  # noqa: PLC0415 - other commands start without it

    try:
        # waitress writes no access log, and with an empty ident it does not name itself.
        return create_server(app, host=host, port=port, threads=8, ident="")
    except (OSError, ValueError) as error:
        raise click.ClickException(_refusal(error, host, port)) from error


def run(server: Any, app: Flask, host: str, port: int) -> None:
    """Serve until interrupted or terminated; requests under way are finished first."""
    if "CONSULT_ADDRESS" not in os.environ:
        app.config["ADDRESS"] = address(host, port)  # links that staff hand out name this port
    click.echo(f"Serving on {address(host, port)} (Ctrl+C stops it)")
    if host not in _LOOPBACK:
        names = ", ".join(app.config["TRUSTED_HOSTS"])
        click.echo(f"It answers to these names only: {names}. CONSULT_HOSTS sets others.")
    signal.signal(signal.SIGTERM, _stop)
    # Under load it would write a line for each request that waits.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    locales.read_catalogues()
    server.run()


def address(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    name = "localhost" if host in _LOOPBACK | {"0.0.0.0", "::"} else host  # noqa: S104 - compared
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _refusal(error: OSError | ValueError, host: str, port: int) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use by another program. Stop that program, "
            f"or choose another port, like --port {port % 65535 + 1}"
        )
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return f"This user may not listen on port {port}. Choose one above 1023, like --port 8000"
    return f"Cannot listen on {host}, port {port}. Check --host and --port"


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
