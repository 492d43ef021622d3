"""Where an installation keeps its things: read from the environment, with working defaults."""

import os
from pathlib import Path
from typing import Any

from consult.responses import retention

ROOT = Path(__file__).parents[1]


def from_environment() -> dict[str, Any]:
    """Return the settings.

    ``DATABASE_URL``: where answers live; default ``sqlite`` in ``CONSULT_INSTANCE``.
    ``CONSULT_INSTANCE``: folder of the embedded database and the key file; default ``instance``.
    ``CONSULT_KEYS``: the key file; default ``keys.json`` in the instance folder.
    ``CONSULT_HOSTS``: host names this installation answers to, separated by commas.
    ``CONSULT_ADDRESS``: where people reach it, for links that are printed or sent.
    ``CONSULT_PROXIES``: how many proxies of one's own stand before it; default 0. Only then are
    ``X-Forwarded-For`` and ``X-Forwarded-Proto`` believed.
    ``CONSULT_RETENTION_DAYS``: days after the meeting until answers are deleted; default 90.
    """
    instance = Path(os.environ.get("CONSULT_INSTANCE", ROOT / "instance")).resolve()
    hosts = os.environ.get("CONSULT_HOSTS", "localhost,127.0.0.1,[::1]")
    return {
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{instance / 'consult.db'}"),
        "INSTANCE": instance,
        "KEYS": Path(os.environ.get("CONSULT_KEYS", instance / "keys.json")),
        "TRUSTED_HOSTS": [host.strip() for host in hosts.split(",") if host.strip()],
        "ADDRESS": os.environ.get("CONSULT_ADDRESS", "http://localhost:8000").rstrip("/"),
        "PROXIES": int(os.environ.get("CONSULT_PROXIES", "0")),
        "RETENTION_DAYS": _retention_days(os.environ.get("CONSULT_RETENTION_DAYS", "")),
        "ARGON2": {},  # argon2-cffi's choice of RFC 9106
        "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a slow writer must not lose a page to a clock
        "SESSION_COOKIE_NAME": "__Host-staff",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_PATH": "/",
        "JSON_SORT_KEYS": False,
    }


def _retention_days(told: str) -> int:
    if not told:
        return retention.DAYS
    if not told.isdecimal() or not 1 <= int(told) <= retention.LONGEST_DAYS:
        most = retention.LONGEST_DAYS
        raise ValueError(f"CONSULT_RETENTION_DAYS must be a whole number from 1 to {most}")
    return int(told)
