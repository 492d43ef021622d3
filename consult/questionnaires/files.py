"""Questionnaires from files: our own JSON, or a spreadsheet (XLSForm)."""

import json
from typing import Any, NoReturn

from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition

#: The largest file that is looked at.
MOST_BYTES = 10 * 1024 * 1024


def read(name: str, content: bytes) -> Definition:
    """Return the questionnaire in a file.

    Args:
        name: the file's name; only its ending matters.
        content: its bytes, from anybody.

    Raises:
        InvalidError: says what is wrong, and where.
    """
    if len(content) > MOST_BYTES:
        message = N_("The file is larger than %(most)s megabytes. A questionnaire is much smaller.")
        raise InvalidError("file_large", message, most=MOST_BYTES // 1024 // 1024)
    if not name.lower().endswith(".json"):
        message = N_("Bring a .json file or an XLSForm as .xlsx.")
        raise InvalidError("file_kind", message)
    return own_format.parse(_json(content))


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        message = N_("The file is not in UTF-8. Save it as UTF-8 and try again.")
        raise InvalidError("json_not_utf8", message) from error
    except json.JSONDecodeError as error:
        message = N_("The file is not JSON: line %(line)s, column %(column)s cannot be read.")
        raise InvalidError("json_unread", message, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        message = N_("The file is JSON that no questionnaire needs: too deep, or with odd numbers.")
        raise InvalidError("json_odd", message) from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
