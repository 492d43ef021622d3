"""Acts on help lines: keep one, take one out."""

from dataclasses import replace
from uuid import uuid4

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core import clock
from consult.core.errors import InvalidError
from consult.core.locales import N_, plain_text
from consult.helplines import queries, rules
from consult.helplines.models import HelpCountry
from consult.helplines.rules import Line


def keep(session: Session, code: str, line: Line, *, actor: Actor) -> Line:
    """Store a line in place of the one with its key, or as a new one when its key is empty.

    From then on the country's lines are those that staff keep; a newer version of the product
    does not change them.

    Raises:
        InvalidError: names each thing that is wrong.
        NotFoundError: no such country, or no line of this key.
    """
    line = replace(line, name=plain_text(line.name), source=plain_text(line.source))
    found = list(rules.problems(line, clock.today()))
    if found:
        raise InvalidError(found[0].code, N_("This cannot be stored yet:"), problems=found)
    lines = list(queries.lines_of(session, code))
    if line.key:
        place = lines.index(queries.line(session, code, line.key))
        lines[place] = line
    else:
        line = Line.read(line.stored() | {"key": uuid4().hex[:12]})
        lines.append(line)
    _store(session, code, lines)
    record(session, actor, "help_line.keep", code, line=line.stored())
    return line


def take_out(session: Session, code: str, key: str, *, actor: Actor) -> None:
    """Take a line out.

    Raises:
        NotFoundError: no such country, or no line of this key.
    """
    gone = queries.line(session, code, key)
    _store(session, code, [line for line in queries.lines_of(session, code) if line != gone])
    record(session, actor, "help_line.take_out", code, line=gone.stored())


def _store(session: Session, code: str, lines: list[Line]) -> None:
    kept = session.get(HelpCountry, code)
    if kept is None:
        kept = HelpCountry(code=code)
        session.add(kept)
    kept.lines, kept.changed_at = [line.stored() for line in lines], clock.now()
    session.flush()
