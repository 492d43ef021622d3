"""What a paper's page tells programs about the paper: schema.org, and Dublin Core in HTML."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from consult.core.locales import Speaker
from consult.exports import registry
from consult.exports.front import BODY
from consult.meetings.models import Document
from consult.summaries.paper import Paper


@dataclass(frozen=True)
class Described:
    """``schema`` is JSON-LD for schema.org; ``terms`` are Dublin Core names and values."""

    schema: dict[str, Any]
    terms: tuple[tuple[str, str], ...]


def of_document(document: Document, paper: Paper | None, language: str) -> Described:
    """Return the description of a paper in a language.

    Args:
        document: the paper as registered.
        paper: its content when it is one of ours.
        language: of the page.
    """
    body = Speaker(language).gettext(BODY)
    title = (paper.title if paper else document.title).get(language, "") or document.symbol
    page = url_for("public.document", lang=language, symbol=document.symbol, _external=True)
    issued = paper.signed_on if paper else ""
    abstract = paper.abstract.get(language, "") if paper else ""
    schema: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "identifier": document.symbol,
        "name": title,
        "url": page,
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": body},
    }
    if paper:
        schema["inLanguage"] = language
        schema["datePublished"] = issued
        schema["encoding"] = [
            {
                "@type": "MediaObject",
                "encodingFormat": kind.media_type.split(";")[0],
                "contentUrl": url_for(
                    "public.document_file",
                    lang=language,
                    symbol=document.symbol,
                    name=name,
                    _external=True,
                ),
            }
            for name, kind in registry.FORMATS.items()
        ]
    else:
        schema["sameAs"] = document.address
    if abstract:
        schema["abstract"] = abstract
    terms = {
        "DC.title": title,
        "DC.identifier": document.symbol,
        "DC.publisher": body,
        "DC.date": issued,
        "DC.language": language if paper else "",
        "DC.description": abstract,
        "DC.type": "Text",
    }
    return Described(schema, tuple((name, value) for name, value in terms.items() if value))
