"""Server-side sessions of staff: the cookie holds a random token, the table its digest.

Only pages under ``/staff`` have a session at all, so that no public page ever sets a cookie. A
session ends when its row goes: a cookie that was copied before sign-out opens nothing.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import delete, or_, update
from werkzeug.datastructures import CallbackDict

from consult.accounts import queries, rules
from consult.accounts.models import StaffSession
from consult.core import clock, db

#: How old ``seen_at`` may get before a page that only reads writes it again.
_SEEN_STEP = timedelta(minutes=1)


def is_staff_path(path: str) -> bool:
    """Tell whether an address lies behind sign-in."""
    return path == "/staff" or path.startswith("/staff/")


class OpenSession(CallbackDict[str, Any], SessionMixin):
    """The session of one request: whose it is, and a little content such as flashed messages."""

    def __init__(self, row: StaffSession | None = None, token: str | None = None) -> None:
        def changed(_mapping: object) -> None:
            self.modified = True

        super().__init__(dict(row.content) if row else {}, changed)
        self.modified = False
        self.accessed = True
        self.token = token if row else None
        self.account_id: UUID | None = row.account_id if row else None
        self.seen_at: datetime | None = row.seen_at if row else None
        #: Digest of the token that this request does away with.
        self.replaced: str | None = None

    def begin(self, account_id: UUID) -> None:
        """Start afresh as an account: new token, nothing carried over."""
        self._leave()
        self.account_id = account_id
        self.modified = True

    def end(self) -> None:
        """Sign out."""
        self._leave()
        self.modified = False

    def _leave(self) -> None:
        if self.token:
            self.replaced = queries.token_digest(self.token)
        self.clear()
        self.token = self.account_id = self.seen_at = None


def current() -> OpenSession:
    """Return the session of the staff page at hand."""
    return cast("OpenSession", session)


class StaffSessions(SessionInterface):
    """Opens and saves :class:`OpenSession`; everywhere else Flask's null session stands."""

    def open_session(self, app: Flask, request: Request) -> OpenSession | None:
        """Return the session of the request's cookie, an empty one, or none off ``/staff``."""
        if not is_staff_path(request.path):
            return None
        token = request.cookies.get(self.get_cookie_name(app))
        if not token:
            return OpenSession()
        with db.database().session(read_only=True) as reading:
            return OpenSession(queries.live_session(reading, token), token)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed, and tell the browser."""
        if not isinstance(session, OpenSession):
            return
        now = clock.now()
        if session.replaced:
            self._delete(session.replaced)
            if session.token is None and not session.modified:
                self._forget_cookie(app, response)
        if session.modified and session.token is None:
            session.token = secrets.token_urlsafe(32)
            self._insert(session, now)
            self._set_cookie(app, response, session.token)
        elif session.token and session.modified:
            self._write(session.token, seen_at=now, content=dict(session))
        elif session.token and session.seen_at and now - session.seen_at >= _SEEN_STEP:
            self._write(session.token, seen_at=now)

    def _insert(self, session: OpenSession, now: datetime) -> None:
        row = StaffSession(
            token_digest=queries.token_digest(session.token or ""),
            account_id=session.account_id,
            content=dict(session),
            created_at=now,
            seen_at=now,
        )
        db.release()
        with db.database().transaction() as writing:
            writing.execute(
                delete(StaffSession).where(
                    or_(
                        StaffSession.seen_at <= now - rules.IDLE,
                        StaffSession.created_at <= now - rules.LONGEST,
                    )
                )
            )
            writing.add(row)

    def _write(self, token: str, **values: Any) -> None:
        # An update, never an insert: a session that was ended meanwhile must stay ended.
        db.release()
        with db.database().transaction() as writing:
            writing.execute(
                update(StaffSession)
                .where(StaffSession.token_digest == queries.token_digest(token))
                .values(**values)
            )

    def _delete(self, digest: str) -> None:
        db.release()
        with db.database().transaction() as writing:
            writing.execute(delete(StaffSession).where(StaffSession.token_digest == digest))

    def _set_cookie(self, app: Flask, response: Response, token: str) -> None:
        # No Expires: the cookie goes with the browser window; the table decides anyway.
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            path="/",
            secure=True,
            httponly=True,
            samesite="Strict",
        )

    def _forget_cookie(self, app: Flask, response: Response) -> None:
        response.delete_cookie(
            self.get_cookie_name(app), path="/", secure=True, httponly=True, samesite="Strict"
        )
