"""Published files: written once, kept in memory, the same bytes as long as their quotes stand."""

import hashlib

from consult.exports import package, registry
from consult.exports.body import outline
from consult.exports.edition import edition, only
from consult.exports.outline import Outline
from consult.public.kept import Kept
from consult.public.queries import Signed

#: Formats of the published tables of one consultation.
DATA_FORMATS = ("csv", "json")

_PAPERS = Kept(most=48)
_DATA = Kept(most=24)
_PACKAGES = Kept(most=3)


def paper_file(signed: Signed, language: str, name: str) -> bytes:
    """Return a signed paper as a file.

    Raises:
        DomainError: the paper is not there in the language.
    """
    return _PAPERS.get(
        (signed.paper.symbol, language, name),
        signed.secret,
        lambda: registry.write(signed.paper, language, name),
    )


def consultation_file(signed: Signed, slug: str, language: str, name: str) -> bytes:
    """Return what a signed paper tells of one consultation as a file.

    Raises:
        DomainError: the paper is not there in the language.
    """
    return _DATA.get(
        (signed.paper.symbol, slug, language, name),
        signed.secret,
        lambda: registry.format_of(name).write(only(edition(signed.paper, language), slug)),
    )


def package_file(signed: Signed, sources: package.Sources) -> bytes:
    """Return everything that is public of a signed paper as one archive."""
    return _PACKAGES.get(
        signed.paper.symbol,
        signed.secret,
        lambda: package.build(
            sources, write=lambda language, name: paper_file(signed, language, name)
        ),
    )


def paper_page(signed: Signed, language: str) -> Outline:
    """Return a signed paper as blocks to show on a page; it is not kept, as it holds quotes.

    Raises:
        DomainError: the paper is not there in the language.
    """
    return outline(edition(signed.paper, language))


def tag(file: bytes) -> str:
    """Return what names the file's content, for ``ETag``."""
    return hashlib.sha256(file).hexdigest()[:32]
