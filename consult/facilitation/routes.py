"""The facilitator's page: enter sheets, attest more consents, close the group.

There is no account and no cookie: the code goes along in the body of each request, so that it is in
no address (TRUST.md S33).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from consult.consent import rules as consent
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.rules import takes_answers
from consult.core import clock, db
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import N_
from consult.core.web import public
from consult.facilitation import service
from consult.invitations import service as invitations
from consult.invitations.models import Group
from consult.questionnaires.definition import Definition
from consult.questionnaires.models import QuestionnaireVersion
from consult.responses import keys as submission_keys
from consult.responses import pages, queries, rules, steps
from consult.responses.pages import Asking
from consult.responses.service import Receipt
from consult.responses.steps import Go, Show, Step

bp = Blueprint("facilitation", __name__)

#: Names the version that stands at the foot of the sheet, by its number.
VERSION_FIELD = "version"


@bp.route("/<language:lang>/facilitate", methods=["GET", "POST"])
@public
def facilitate(lang: str) -> ResponseReturnValue:
    """Ask for the facilitator code; with it, do what the pressed button asks."""
    typed, go = request.form.get("code", ""), request.form.get("go", "")
    if request.method in {"GET", "HEAD"}:
        return render_template("facilitation/code.html", typed="", refusal=None)
    try:
        desk = _desk(typed, lang)
    except DomainError as refusal:
        page = render_template("facilitation/code.html", typed=typed, refusal=refusal)
        return page, refusal.status
    if go in {"sheet", "stay"} and lang in desk.consultation.languages:
        return desk.sheet(request.form if go == "stay" else MultiDict(), _fresh(desk))
    if go in {"enter", "attest-enter"} and lang in desk.consultation.languages:
        return _enter(desk, request.form, go)
    try:
        if go == "attest":
            _attest(desk)
            db.session.commit()
        if go == "close-now":
            slug = desk.consultation.slug
            invitations.end(db.session, desk.group, slug, actor=invitations.FACILITATOR)
            db.session.commit()
    except DomainError as refusal:
        return desk.overview(refusal=refusal), refusal.status
    return desk.overview(asks_to_close=go == "close", attested=go == "attest")


@dataclass(frozen=True)
class _Desk:
    """One group with what it answers, as its facilitator works on it."""

    code: str
    group: Group
    consultation: Consultation
    #: The versions it asked, oldest first, and the one the sheet at hand is to.
    versions: Sequence[QuestionnaireVersion]
    version: QuestionnaireVersion
    definition: Definition
    language: str

    def put_to(self, band: str | None) -> Definition:
        """Return what a young person of an age band is asked (TRUST.md R35)."""
        only_ticks = band in consent.closed_bands(self.consultation)
        return consent.closed(self.definition) if only_ticks else self.definition

    def overview(
        self,
        *,
        refusal: DomainError | None = None,
        got: Receipt | None = None,
        asks_to_close: bool = False,
        attested: bool = False,
    ) -> str:
        """Return the page of the group: what is attested, entered and left."""
        group = self.group
        return render_template(
            "facilitation/overview.html",
            code=self.code,
            group=group,
            consultation=self.consultation,
            read_in=self._read_in(),
            left=group.headcount - group.entered - group.joined,
            takes_answers=takes_answers(self.consultation, clock.now()),
            refusal=refusal,
            got=got,
            asks_to_close=asks_to_close,
            attested=attested,
            versions=self.versions if len(self.versions) > 1 else (),
            version=self.version,
            form=request.form,
        )

    def sheet(
        self,
        fields: MultiDict[str, str],
        key: str,
        step: Step | None = None,
        refusal: DomainError | None = None,
    ) -> str:
        """Return the questions of one sheet, with what was typed and what is wrong."""
        step = step or Step(Show.FORM)
        asking = Asking(self.consultation, self.definition, self.language, None)
        read = rules.read(self.definition, fields)
        by_code = self.definition.by_code
        return render_template(
            "facilitation/sheet.html",
            code=self.code,
            group=self.group,
            consultation=self.consultation,
            addresses={
                tag: url_for("facilitation.facilitate", lang=tag)
                for tag in self.consultation.languages
            },
            sheet=read,
            codes=" ".join(q.code for page in read.pages for q in page.questions),
            # On one sheet any answer may still change, so every choice stays.
            show=lambda q: asking.shown(by_code[q.code], read, tell=q.code in step.faulty),
            faulty=[by_code[code] for code in step.faulty],
            opened=[by_code[code] for code in step.opened],
            may_be_quoted=pages.may_be_quoted(fields),
            refusal=refusal,
            form=request.form,
            key=key,
            bands=None if consent.age_question(self.definition) else consent.BANDS,
            band=fields.get(consent.BAND_FIELD),
            version=self.version,
            several=len(self.versions) > 1,
        )

    def _read_in(self) -> str:
        offered = self.consultation.languages
        return self.language if self.language in offered else offered[0]


def _enter(desk: _Desk, fields: MultiDict[str, str], go: str) -> ResponseReturnValue:
    """Store one sheet; whatever keeps it from being stored, it is shown again as it was typed."""
    key = fields.get(pages.KEY_FIELD) or _fresh(desk)
    asked = desk.put_to(consent.consent(desk.definition, fields).band)
    if asked is not desk.definition and rules.read(desk.definition, fields).texts:
        refusal = InvalidError(
            "only_ticks",
            N_(
                "A child of this age only ticks answers. Empty the fields with own words, then "
                "store the sheet. If the age is wrong, mend it."
            ),
        )
        return desk.sheet(fields, key, refusal=refusal), refusal.status
    sheet = rules.read(asked, fields)
    shown = frozenset(fields["shown"].split()) if "shown" in fields else None
    step = steps.next_step(asked, sheet, go=Go.REVIEW, page=None, shown=shown)
    if step.show is Show.FORM:
        return desk.sheet(fields, key, step), 422 if step.faulty else 200
    try:
        if go == "attest-enter":
            _attest(desk)
        got = service.enter(
            db.session,
            _keys(),
            desk.group,
            desk.consultation,
            definition=asked,
            sheet=sheet,
            submission_key=key,
            language=desk.language,
            may_be_quoted=pages.may_be_quoted(fields),
            version_id=desk.version.id,
        )
    except DomainError as refusal:
        db.session.rollback()
        # Under its key nothing, or something else, is stored: the next press is a new sheet.
        return desk.sheet(fields, _fresh(desk), refusal=refusal), refusal.status
    db.session.commit()
    return desk.overview(got=got), 201 if got.first else 200


def _attest(desk: _Desk) -> None:
    count = request.form.get("headcount", "").strip()
    if not (count.isdecimal() and len(count) < 6):
        raise InvalidError("headcount", N_("Write the number of consents in digits."))
    invitations.attest(
        db.session,
        desk.group,
        desk.consultation.slug,
        headcount=int(count),
        officer_role=request.form.get("officer-role", ""),
    )


def _desk(typed: str, lang: str) -> _Desk:
    group = invitations.group_of(db.session, _keys(), typed)
    consultation = db.session.get_one(Consultation, group.consultation_id)
    assert consultation.version is not None  # nobody is invited to a draft
    versions = consultations.versions(db.session, consultation)
    named = request.form.get(VERSION_FIELD, "")
    version = next((one for one in versions if str(one.number) == named), consultation.version)
    definition = queries.definition_of(db.session, version.id)
    return _Desk(typed, group, consultation, versions, version, definition, lang)


def _fresh(desk: _Desk) -> str:
    return submission_keys.issue(_keys().lookup, desk.consultation.id)


def _keys() -> Keyring:
    return cast("Keyring", current_app.extensions["keys"])
