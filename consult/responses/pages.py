"""The pages of answering, put together for one consultation and one language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import current_app, render_template, url_for
from werkzeug.datastructures import MultiDict

from consult.consent import rules as consent
from consult.consent import wording
from consult.consent.guardians import youngest
from consult.consultations.models import Consultation
from consult.consultations.rules import asks_code, state
from consult.contacts import tickets
from consult.core import clock, times, web
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import N_, Localized
from consult.questionnaires import offered, piping, timing, types
from consult.questionnaires.definition import Definition, Page, Question
from consult.questionnaires.types import OTHER
from consult.responses import hiding, keys, retention, rules, steps
from consult.responses.kept import PLACEHOLDER, Kept, KeptPage, send
from consult.responses.rules import Sheet
from consult.responses.service import Receipt
from consult.responses.thanks import Thanks
from consult.restricted import screening
from consult.screening.personal import Kind

KEY_FIELD = "submission-key"
QUOTE_FIELD = "may-be-quoted"
#: The code of answers that are being changed, in the body of the form alone.
CODE_FIELD = "change-code"
#: Says that the answers waited on a phone without a line.
WAITED_FIELD = "waited"
#: Names the version that a page was made for; a copy on a phone may be older.
VERSION_FIELD = "version"
INVITATION_FIELD = "invitation"
SEEN_FIELD = "band-seen"

#: Why answers are shown once more although nothing is wrong with them.
PRESS_AGAIN = DomainError(
    "press_again",
    N_(
        "Please press “Send” once more. Very many answers are coming in just now, and so we see "
        "that a person sends these."
    ),
)
WAIT = DomainError(
    "too_many_answers",
    N_(
        "Very many answers are coming from your network just now. Yours are not sent yet; they "
        "stay on this page. Wait a minute, then press “Send” again."
    ),
)

TOO_MANY_CODES = DomainError(
    "too_many_codes",
    N_(
        "Many wrong codes were typed in your network just now. Your code is not lost. Wait a "
        "minute, then try again."
    ),
)

#: What a find looks like, in the words of the page on which answers are checked.
NOTES: dict[Kind, str] = {
    Kind.NAME: N_("This looks like a name: %(words)s"),
    Kind.PHONE: N_("This looks like a phone number: %(words)s"),
    Kind.EMAIL: N_("This looks like an e-mail address: %(words)s"),
    Kind.HANDLE: N_("This looks like the name of an account: %(words)s"),
    Kind.URL: N_("This looks like a web address: %(words)s"),
    Kind.SCHOOL: N_("This looks like a school: %(words)s"),
    Kind.ADDRESS: N_("This looks like the place where somebody lives: %(words)s"),
    Kind.BIRTH_DATE: N_("This looks like a birthday: %(words)s"),
    Kind.AGE: N_("This looks like an exact age: %(words)s"),
}


@dataclass(frozen=True)
class Asking:
    """One consultation as it is put to a reader of one language.

    ``asked`` has the question about age first; ``page`` is the number of the page at hand,
    ``None`` for the whole form; ``band`` the age band that was told.
    """

    consultation: Consultation
    asked: Definition
    language: str
    page: int | None
    band: str | None = None
    #: The version that is asked: the consultation's own, or one that it asked before.
    version_id: UUID | None = None
    #: All that was asked in any version, where answers came that this one does not ask for.
    ever: Definition | None = None

    def put_to(self, band: str | None) -> "Asking":
        """Return what is put to somebody of an age band."""
        return replace(self, band=band)

    @property
    def only_tick(self) -> bool:
        """Whether the band gets closed questions only (TRUST.md R35)."""
        return self.band in consent.closed_bands(self.consultation)

    @cached_property
    def definition(self) -> Definition:
        """Return the questions for the band told."""
        return consent.closed(self.asked) if self.only_tick else self.asked

    def address(self, language: str, page: int | None) -> str:
        """Return where a page is in a language."""
        slug = self.consultation.slug
        if page is None:
            return url_for("responses.form", lang=language, slug=slug)
        return url_for("responses.page", lang=language, slug=slug, page=page)

    def addresses(self, page: int | None) -> dict[str, str]:
        """Return where a page is, by language."""
        return {tag: self.address(tag, page) for tag in self.consultation.languages}

    def kept_form(self) -> Any:
        """Return the form without answers: kept in memory, with a fresh submission key."""
        kept: Kept[KeptPage] = current_app.extensions.setdefault("kept_pages", Kept())
        consultation = self.consultation
        # Whatever else the page says belongs to the version, and versions never change.
        depends_on = (
            consultation.version_id,
            consultation.slug,
            consultation.title[self.language],
            consultation.demonstration,
            consultation.ten_to_twelve_may_write,
            tuple(consultation.languages),
            asks_code(consultation, clock.now()),
            self.language,
            self.page,
        )
        page = kept.get(depends_on, lambda: KeptPage(self._empty_form()))
        ring: Keyring = current_app.extensions["keys"]
        return web.with_worker(send(page, keys.issue(ring.lookup, consultation.id)))

    def _empty_form(self) -> str:
        nothing: MultiDict[str, str] = MultiDict()
        sheet = rules.read(self.definition, nothing)
        page = self.page and steps.nearest(self.definition, sheet, self.page)
        step = steps.Step(steps.Show.FORM, page)
        return self.form(sheet, nothing, PLACEHOLDER, step, fresh=True)

    @property
    def version(self) -> str:
        """Return what names the version in a page."""
        return str(self.version_id or self.consultation.version_id)[:8]

    def is_outdated(self, fields: MultiDict[str, str]) -> bool:
        """Tell whether what was sent answers another version, wholly or in part."""
        other = fields.get(VERSION_FIELD, self.version) != self.version
        return other or bool(rules.left_over(self.asked, fields.items(multi=True)))

    def change(self, sheet: Sheet, code: str, *, may_be_quoted: bool) -> str:
        """Return the whole form with answers that were sent before, to change them."""
        fields = MultiDict({CODE_FIELD: code})
        if may_be_quoted:
            fields.add(QUOTE_FIELD, "yes")
        ring: Keyring = current_app.extensions["keys"]
        key = keys.issue(ring.lookup, self.consultation.id)
        return self.form(sheet, fields, key, steps.Step(steps.Show.FORM, None))

    def form(
        self,
        sheet: Sheet,
        fields: MultiDict[str, str],
        key: str,
        step: steps.Step,
        *,
        fresh: bool = False,
    ) -> str:
        """Return the form, whole or one page of it, with what was typed and what is wrong.

        Args:
            sheet: what was filled in so far.
            fields: the same as it came.
            key: the submission key that the page carries.
            step: which page, and what to tell on it.
            fresh: nobody typed anything yet.
        """
        whole = step.page is None
        pages = [
            p for p in sheet.pages if whole or steps.number_of(self.definition, p) == step.page
        ]
        positions = steps.numbers(self.definition, sheet)
        first = whole or not positions or step.page == positions[0]
        codes = [question.code for page in pages for question in page.questions]
        last = whole or not positions or step.page == positions[-1]
        ask_to_quote = last and sheet.may_hold_text
        if whole:
            # The same for everybody: no text in it tells an earlier answer.
            parts = hiding.parts(piping.neutral(self.definition), codes)
        else:
            parts = hiding.plain([self._put(each, sheet.answers) for each in pages])
        placed = {each.question.code: each.question for part in parts for each in part.questions}
        by_code = self.definition.by_code | placed
        return render_template(
            "responses/form.html",
            consultation=self.consultation,
            sheet=sheet,
            introduction=self._introduction(step.page),
            parts_shown=parts,
            page=step.page,
            position=positions.index(step.page) + 1 if step.page in positions else 1,
            positions=len(positions),
            codes=" ".join(codes),
            show=lambda question: self.shown(question, sheet, tell=question.code in step.faulty),
            faulty=[by_code[code] for code in step.faulty],
            opened=[by_code[code] for code in step.opened],
            ask_to_quote=ask_to_quote,
            may_be_quoted=may_be_quoted(fields),
            invitation=fields.get(INVITATION_FIELD, ""),
            carried=[
                *self._carried(fields, set(codes), quote=not ask_to_quote, assent=not first),
                *self._ages_seen(fields, key),
            ],
            ask_assent=first,
            **self._assent(fields),
            addresses=self.addresses(step.page),
            other_way=self._other_way(step.page, len(positions)),
            key=key,
            fresh=fresh,
            changing=is_changing(fields),
            version=self.version,
            outdated=self.is_outdated(fields),
            left_over=list(self._left_over(fields)) if self.is_outdated(fields) else [],
            **self._invited_only(),
        )

    def _invited_only(self) -> dict[str, Any]:
        """Return what a page needs to tell that only answers with a code are taken."""
        until = asks_code(self.consultation, clock.now())
        return {"invited_until": until, **clocks(self.language)}

    def _put(self, page: Page, answers: Mapping[str, Any]) -> Page:
        """Return a page with earlier answers in its texts, and the choices that may be offered.

        Without script a choice stays while its rule looks at an answer of the same page.
        """
        here = {question.code for question in page.questions}
        whole = (self.definition.by_code[question.code] for question in page.questions)
        offers = (offered.undecided(question, answers, here) for question in whole)
        questions = (piping.filled(q, self.definition, answers) for q in offers)
        return replace(page, questions=tuple(questions))

    def assent(self, sheet: Sheet, fields: MultiDict[str, str], key: str, go: steps.Go) -> str:
        """Return the page that asks somebody who did not say so whether they take part.

        Args:
            sheet: what was filled in so far.
            fields: all that was sent; it goes along.
            key: the submission key.
            go: what the pressed button asked for, done as soon as the answer is yes.
        """
        age = consent.age_question(self.asked)
        return render_template(
            "responses/assent.html",
            consultation=self.consultation,
            show=lambda question: self.shown(question, sheet, tell=False),
            carried=list(self._carried(fields, {age.code} if age else set(), quote=True)),
            **self._assent(fields),
            shown=fields.get("shown"),
            version=self.version,
            addresses=self.addresses(self.page),
            go=go,
            key=key,
        )

    def _assent(self, fields: MultiDict[str, str]) -> dict[str, Any]:
        """Return what the part of a page needs that asks for age and assent."""
        said = consent.consent(self.asked, fields)
        closed = consent.closed_bands(self.consultation)
        return {
            "age": consent.age_question(self.asked),
            "bands": consent.BANDS,
            "band": said.band or fields.get(consent.BAND_FIELD),
            "assented": said.given or is_changing(fields),
            "wordings": wording.by_words(closed),
            "ten_to_twelve_tick": "10-12" in closed,
        }

    def words_left(self, sheet: Sheet, fields: MultiDict[str, str], key: str, go: steps.Go) -> str:
        """Return the page that tells a child who only ticks that what was written is not taken."""
        texts = [
            (
                question,
                [
                    sheet.texts[c]
                    for c in (question.code, f"{question.code}-{OTHER}")
                    if c in sheet.texts
                ],
            )
            for question in sheet.questions()
        ]
        return render_template(
            "responses/words_left.html",
            consultation=self.consultation,
            written=[(question, lines) for question, lines in texts if lines],
            carried=list(self._carried(fields, set(), quote=True, assent=True)),
            shown=fields.get("shown"),
            version=self.version,
            first=self.address(self.language, self.page and 1),
            addresses=self.addresses(self.page),
            go=go,
            key=key,
        )

    def no_thanks(self) -> str:
        """Return the page for somebody who does not take part."""
        return render_template("responses/no_thanks.html", consultation=self.consultation)

    def _left_over(self, fields: MultiDict[str, str]) -> Iterator[tuple[str, list[str]]]:
        """Yield the answers that this version does not ask for, in words, with their question.

        The question is empty where no version had it; then the values stand as they came.
        """
        ever = piping.neutral(self.ever).by_code if self.ever else {}
        for code in rules.left_over(self.asked, fields.items(multi=True)):
            question = ever.get(code)
            if question is None:
                mine = (f"q-{code}", f"q-{code}-")
                sent = (
                    (n, v)
                    for n, v in fields.items(multi=True)
                    if n == mine[0] or n.startswith(mine[1])
                )
                yield "", [value for _name, value in sent if value.strip()]
                continue
            answer = types.of(question).read(question, fields)
            lines = types.of(question).say(question, answer, self.language)
            if answer.problems and answer.sent:
                lines = [value for _name, value in answer.sent]
            yield question.text[self.language], lines

    def _introduction(self, page: int | None) -> Localized:
        """Return what is told before the first question, on the page that has it."""
        found = self.definition.introduction
        told = page in {None, 1} and found.get(self.language, "").strip()
        return found if told else {}

    def shown(self, question: Question, sheet: Sheet, *, tell: bool) -> types.Shown:
        """Return a question with its answer, and with what is wrong when that is told."""
        shown = types.shown(question, sheet.given.get(question.code))
        shown = replace(shown, rules=hiding.of_choices(question))
        return shown if tell else replace(shown, problems=())

    def _other_way(self, page: int | None, pages: int) -> str | None:
        if page is not None:
            return self.address(self.language, None)
        return self.address(self.language, 1) if pages > 1 else None

    def review(
        self,
        sheet: Sheet,
        fields: MultiDict[str, str],
        key: str,
        refusal: DomainError | None = None,
    ) -> str:
        """Return the page that shows all answers before they are sent, or sent again."""
        return render_template(
            "responses/review.html",
            consultation=self.consultation,
            sheet=sheet,
            said=list(self.said(sheet)),
            may_be_quoted=may_be_quoted(fields),
            invitation=fields.get(INVITATION_FIELD, ""),
            carried=[
                *self._carried(fields, set(), quote=True, assent=True),
                *self._ages_seen(fields, key),
            ],
            addresses=self.addresses(self.page),
            key=key,
            refusal=refusal,
            version=self.version,
            changing=is_changing(fields),
            **self._invited_only(),
            **self._seen(sheet),
        )

    def _seen(self, sheet: Sheet) -> dict[str, Any]:
        """Return the notes on personal data, by question, and whether a text may tell of harm.

        Nothing is held back for it: a young person may always go on (TRUST.md R27, R40).
        """
        notes: dict[str, list[tuple[str, str]]] = {}
        hurt = False
        for name, text in rules.kept_texts(self.definition, sheet.texts).items():
            seen = screening.look(text, self.language)
            hurt = hurt or bool(seen.concerns)
            code = name.removesuffix(f"-{OTHER}")
            for one in seen.findings:
                notes.setdefault(code, []).append((NOTES[one.kind], text[one.start : one.end]))
        return {"notes": notes, "hurt": hurt}

    def said(self, sheet: Sheet) -> Iterator[tuple[Question, list[str], str]]:
        """Yield each question put, its answer in words, and the address where to change it."""
        numbers = {
            question.code: steps.number_of(self.definition, page)
            for page in sheet.pages
            for question in page.questions
        }
        for question in sheet.questions():
            answer = sheet.given[question.code]
            number = None if self.page is None else numbers[question.code]
            lines = types.of(question).say(question, answer, self.language)
            if answer.problems and answer.sent:
                lines = [value for _name, value in answer.sent]
            worded = piping.filled(question, self.definition, sheet.answers)
            yield worded, lines, self.address(self.language, number)

    def sent(
        self,
        receipt: Receipt,
        sheet: Sheet,
        fields: MultiDict[str, str],
        *,
        changed: bool = False,
    ) -> str:
        """Return the page with the code, after sending or after a change.

        It tells where help is when a text may tell of harm.
        """
        return Thanks(
            consultation=self.consultation,
            language=self.language,
            code=receipt.code,
            first=receipt.first,
            changed=changed,
            hurt=self._seen(sheet)["hurt"],
            ticket="" if changed else self._ticket(fields),
            address=self._address_typed(sheet),
        ).page()

    def _address_typed(self, sheet: Sheet) -> str:
        """Return the e-mail address a question asked for; it goes on to the page that keeps one."""
        typed = [sheet.texts.get(q.code, "") for q in sheet.questions() if types.of(q).contact]
        return next(filter(None, typed), "")

    def _ticket(self, fields: MultiDict[str, str]) -> str:
        """Return what opens the page for an e-mail address; nothing where none is asked for.

        It tells the youngest band chosen on the way, so that choosing another does not spare a
        guardian (TRUST.md R37), and none where none was told at the end. It shares nothing with
        the answers.
        """
        if not self.consultation.contact_offered:
            return ""
        told = self._band(fields)
        band = told and youngest(told, self._band_seen(fields))
        return tickets.issue(self._secret(), self.consultation.id, band, clock.today())

    def _ages_seen(self, fields: MultiDict[str, str], key: str) -> Iterator[tuple[str, str]]:
        """Yield the note of the youngest band chosen so far, where an address may be asked for."""
        if self.consultation.contact_offered:
            band = youngest(self._band(fields), self._band_seen(fields))
            note = tickets.seen(self._secret(), self.consultation.id, key, band)
            yield from [(SEEN_FIELD, note)] if note else []

    def _band(self, fields: MultiDict[str, str]) -> str | None:
        return consent.consent(self.asked, fields).band

    def _band_seen(self, fields: MultiDict[str, str]) -> str | None:
        key, note = fields.get(KEY_FIELD, ""), fields.get(SEEN_FIELD, "")
        return tickets.read_seen(self._secret(), self.consultation.id, key, note)

    def _secret(self) -> bytes:
        ring: Keyring = current_app.extensions["keys"]
        return ring.lookup

    def about(self) -> str:
        """Return the page that tells who asks, why, and what happens with the answers."""
        asked = [q for q in self.definition.questions() if types.of(q).asks]
        return render_template(
            "responses/about.html",
            consultation=self.consultation,
            state=state(self.consultation, clock.now()),
            questions=len(asked),
            minutes=timing.minutes(self.definition, self.language),
            pages=len(self.definition.pages),
            kept=kept(self.consultation),
            secrecy=wording.SECRECY,
            **self._invited_only(),
        )

    def _carried(
        self,
        fields: MultiDict[str, str],
        on_page: set[str],
        *,
        quote: bool,
        assent: bool = False,
    ) -> Iterator[tuple[str, str]]:
        """Yield what was typed elsewhere and goes along in hidden fields, as it came."""
        for question in self.asked.questions():
            if question.code in on_page:
                continue
            own, parts = f"q-{question.code}", f"q-{question.code}-"
            for name, value in fields.items(multi=True):
                if name == own or name.startswith(parts):
                    yield name, value
        if assent:
            for name in (consent.BAND_FIELD, consent.ASSENT_FIELD):
                yield from ((name, value) for value in fields.getlist(name))
        if quote and may_be_quoted(fields):
            yield QUOTE_FIELD, "yes"
        for name in (CODE_FIELD, WAITED_FIELD):
            if along := fields.get(name):
                yield name, along


def is_changing(fields: MultiDict[str, str]) -> bool:
    """Tell whether answers that were sent are opened again: their author took part already."""
    return bool(fields.get(CODE_FIELD))


def may_be_quoted(fields: MultiDict[str, str]) -> bool:
    """Tell whether the box was ticked."""
    return "yes" in fields.getlist(QUOTE_FIELD)


def waited(fields: MultiDict[str, str]) -> bool:
    """Tell whether the answers waited on a phone without a line."""
    return fields.get(WAITED_FIELD) == "yes"


def invitation(fields: MultiDict[str, str]) -> str:
    """Return the invitation code that was typed, unless the answers shall go without it."""
    return "" if "without-invitation" in fields else fields.get(INVITATION_FIELD, "")


def unavailable(
    reason: str, consultation: Consultation | None, language: str, said: Any = ()
) -> str:
    """Return the page that says why one cannot answer, and what one can do.

    Args:
        reason: ``unknown``, ``language``, ``waiting`` or ``closed``.
        consultation: ``None`` when it is unknown.
        language: of the page.
        said: answers that were typed and could not be taken.
    """
    return render_template(
        "responses/unavailable.html",
        reason=reason,
        consultation=consultation,
        said=list(said),
        **clocks(language),
    )


def code(
    language: str,
    typed: str = "",
    refusal: DomainError | None = None,
    deleted: Sequence[tuple[int, date]] = (),
) -> str:
    """Return the page that asks for a code.

    Args:
        language: of the page.
        typed: what was typed before.
        refusal: why it did not open anything.
        deleted: meetings whose answers were deleted on purpose, with the day.
    """
    return render_template(
        "responses/code.html", typed=typed, refusal=refusal, deleted=deleted, **clocks(language)
    )


def kept(consultation: Consultation) -> retention.Kept:
    """Return how long this installation keeps answers."""
    return retention.kept(consultation, current_app.config["RETENTION_DAYS"])


def clocks(language: str) -> dict[str, Any]:
    """Return what templates need to tell moments in words."""
    return {
        "in_utc": lambda at: times.say_moment(at, language),
        "elsewhere": lambda at: times.elsewhere(at, language),
        "on_day": lambda on: times.say_day(on, language),
    }
