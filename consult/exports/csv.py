"""CSV: one line per table row and quote (``flat.COLUMNS``), RFC 4180, UTF-8.

The file starts with a byte order mark: without it Excel reads Arabic, Chinese and Russian labels
as garbage when the file is opened by a double click; R, pandas and LibreOffice know and skip it.
"""

import csv
import io

from consult.exports import clean
from consult.exports.edition import Edition
from consult.exports.flat import COLUMNS, records


def write(edition: Edition) -> bytes:
    """Return the file; a text that a spreadsheet could take for a formula gets a leading ``'``."""
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for record in records(edition):
        writer.writerow(
            {
                name: clean.cell(value) if isinstance(value, str) else value
                for name, value in record.items()
            }
        )
    return target.getvalue().encode("utf-8-sig")
