"""The page with the code, after sending or after a change.

For all who get the same page it is rendered once (DESIGN.md §5); what is one young person's own is
put in each time.
"""

from dataclasses import dataclass, field, replace

from flask import current_app, render_template
from markupsafe import escape

from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.panels import panels
from consult.core.qr import QrCode, qr_code
from consult.responses.kept import Kept, KeptText

_CODE = "receipt-code-goes-here"
_PICTURE = "picture-of-the-code-goes-here"
_TICKET = "ticket-goes-here"
_ADDRESS = "address-goes-here"
_FRESH_KEY = "fresh-key-goes-here"


@dataclass(frozen=True)
class Thanks:
    """What one young person is told.

    Attributes:
        consultation: the one answered.
        language: of the page.
        code: the receipt code.
        first: the answers were not stored before.
        changed: they took the place of others.
        hurt: a text may tell of harm, so the page says where help is.
        ticket: opens the page for an e-mail address; empty where none is asked for.
        address: e-mail address that a question asked for, if any.
        fresh_key: for what a panel asks, so that it is stored once; nothing ties it to the answers.
    """

    consultation: Consultation
    language: str
    code: str
    first: bool
    changed: bool
    hurt: bool
    ticket: str
    address: str
    fresh_key: str = field(default_factory=ids.new_key)

    def page(self) -> str:
        """Return the page."""
        kept: Kept[KeptText] = current_app.extensions.setdefault("kept_thanks", Kept())
        picture = qr_code(self.code, "M")
        own = {
            _CODE: self.code,
            _PICTURE: picture.path,
            _TICKET: str(escape(self.ticket)),
            _ADDRESS: str(escape(self.address)),
            _FRESH_KEY: self.fresh_key,
        }
        depends_on = (
            self.consultation.slug,
            self.consultation.title[self.language],
            self.consultation.demonstration,
            self.language,
            self.first,
            self.changed,
            self.hurt,
            bool(self.ticket),
            bool(self.address),
            picture.size,
            tuple(panel.template for panel in panels("sent", self)),
        )
        page = kept.get(depends_on, lambda: KeptText(self._without_own(picture.size), own))
        return page.filled(own)

    def _without_own(self, size: int) -> str:
        anybody = replace(
            self,
            code=_CODE,
            ticket=self.ticket and _TICKET,
            address=self.address and _ADDRESS,
            fresh_key=_FRESH_KEY,
        )
        return render_template(
            "responses/sent.html",
            thanks=anybody,
            consultation=self.consultation,
            ticket=anybody.ticket,
            address=anybody.address,
            picture=QrCode(size, _PICTURE),
        )
