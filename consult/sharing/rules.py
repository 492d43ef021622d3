"""The short link of a consultation, its QR code and its poster."""

import json
from functools import lru_cache
from pathlib import Path

from consult.consultations.models import Consultation
from consult.consultations.rules import ends_at
from consult.core import qr, times, typesetting
from consult.core.locales import N_, Speaker, direction, pick

_POSTER = Path(__file__).parent / "poster.typ"


def short_link(address: str, slug: str) -> str:
    """Return the link for posters; it goes to the reader's language.

    Args:
        address: where people reach this installation.
        slug: of the consultation.
    """
    return f"{address}/c/{slug}"


def poster(consultation: Consultation, language: str, address: str) -> bytes:
    """Return a poster of one page as PDF; equal content gives equal bytes.

    Raises:
        InvalidError: a text is not there in the language.
    """
    said = Speaker(language).gettext
    link = short_link(address, consultation.slug)
    notes = [
        said(N_("No name, no account. Nobody can find out who you are from us.")),
        said(
            N_("You can answer until %(moment)s."),
            moment=times.say_moment(ends_at(consultation), language),
        ),
    ]
    if consultation.demonstration:
        notes.append(said(N_("Demonstration: nobody will use the answers.")))
    return _set(
        json.dumps(
            {
                "language": language,
                "title": pick(consultation.title, language),
                "asks": said(N_("What do you think?")),
                "purpose": pick(consultation.purpose, language),
                "notes": notes,
                "how": said(N_("Point your phone's camera at the square, or type this address:")),
                "link": link,
                "code": qr.svg(link),
                "sender": said(N_("Council Working Group on Child Online Protection")),
                "union": said(N_("International Telecommunication Union")),
                "direction": direction(language),
            }
        )
    )


@lru_cache(maxsize=48)
def _set(content: str) -> bytes:
    """Return the poster with this content; anybody may ask for one as often as they like."""
    return typesetting.pdf(_POSTER, json.loads(content)).file
