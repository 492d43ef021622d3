"""Published files: written once, kept in memory, the same bytes for ever."""

import hashlib
from functools import lru_cache

from consult.exports import registry
from consult.exports.body import outline
from consult.exports.edition import edition, only
from consult.exports.outline import Outline
from consult.summaries.paper import Paper

#: Formats of the published tables of one consultation.
DATA_FORMATS = ("csv", "json")


@lru_cache(maxsize=48)
def paper_file(frozen: str, language: str, name: str) -> bytes:
    """Return a signed paper as a file.

    Raises:
        DomainError: the paper is not there in the language.
    """
    return registry.write(Paper.from_json(frozen), language, name)


@lru_cache(maxsize=24)
def consultation_file(frozen: str, slug: str, language: str, name: str) -> bytes:
    """Return what a signed paper tells of one consultation as a file.

    Raises:
        DomainError: the paper is not there in the language.
    """
    whole = edition(Paper.from_json(frozen), language)
    return registry.format_of(name).write(only(whole, slug))


@lru_cache(maxsize=24)
def paper_page(frozen: str, language: str) -> Outline:
    """Return a signed paper as blocks to show on a page.

    Raises:
        DomainError: the paper is not there in the language.
    """
    return outline(edition(Paper.from_json(frozen), language))


def tag(file: bytes) -> str:
    """Return what names the file's content, for ``ETag``."""
    return hashlib.sha256(file).hexdigest()[:32]
