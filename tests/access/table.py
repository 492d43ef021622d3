"""Who may reach each page: a new route is entered here before its tests pass.

One line per endpoint. Audiences: ``PUBLIC`` (anybody, no cookie), ``ARRIVING`` (staff pages that
work before sign-in), or the roles: ``ALL``, ``ADMIN``, ``DESK`` (those who run consultations), or
a set of ``Role`` of its own.
"""

from consult.accounts.access import ARRIVING
from consult.accounts.models import Role
from consult.core.web import PUBLIC

ALL = frozenset(Role)
ADMIN = frozenset({Role.ADMIN})
DESK = frozenset({Role.CHAIR, Role.SECRETARIAT})
DESK_ONLY = ADMIN | {Role.SECRETARIAT}
SAFEGUARDING = frozenset({Role.SAFEGUARDING})
READING = ALL - {Role.SAFEGUARDING}
PREPARING = DESK | ADMIN
OPENING = ADMIN | {Role.CHAIR}
INVITING = DESK | {Role.VICE_CHAIR}

ACCESS: dict[str, object] = {
    "static": PUBLIC,
    # accounts
    "accounts.add": ADMIN,
    "accounts.disable": ADMIN,
    "accounts.enable": ADMIN,
    "accounts.end_sessions": ADMIN,
    "accounts.home": ALL,
    "accounts.index": ADMIN,
    "accounts.language": ARRIVING,
    "accounts.link": ADMIN,
    "accounts.password": ALL,
    "accounts.sign_in": ARRIVING,
    "accounts.sign_out": ALL,
    "accounts.trail": frozenset({Role.ADMIN, Role.CHAIR}),
    "accounts.train": ADMIN,
    "accounts.welcome": ARRIVING,
    # consultations
    "consultations.add": PREPARING,
    "consultations.close": OPENING,
    "consultations.correct": OPENING,
    "consultations.edit": PREPARING,
    "consultations.index": PREPARING,
    "consultations.open_": OPENING,
    "consultations.only_invited": OPENING,
    "consultations.show": PREPARING,
    "consultations.write_impact": PREPARING,
    # contacts
    "contacts.guardian": PUBLIC,
    "contacts.leave": PUBLIC,
    "contacts.withdraw": PUBLIC,
    # facilitation
    "facilitation.facilitate": PUBLIC,
    # invitations
    "invitations.codes": INVITING,
    "invitations.end": INVITING,
    "invitations.group": INVITING,
    "invitations.index": INVITING,
    "invitations.show": INVITING,
    # results
    "results.index": PREPARING,
    # exports
    "exports.abandon_revision": DESK,
    "exports.download": READING,
    "exports.paper": READING,
    "exports.revise": DESK,
    "exports.revision": DESK,
    "exports.sign_revision": frozenset({Role.CHAIR}),
    # consent
    "consent.privacy": PUBLIC,
    # core
    "core.favicon": PUBLIC,
    "core.healthz": PUBLIC,
    "core.readyz": PUBLIC,
    # followups
    "followups.add": PREPARING,
    "followups.archive": PREPARING,
    "followups.change": PREPARING,
    "followups.changed": PREPARING,
    "followups.heard": PREPARING,
    "followups.index": PREPARING,
    "followups.show": PREPARING,
    # helplines
    "helplines.country": DESK_ONLY,
    "helplines.get_help": PUBLIC,
    "helplines.index": DESK_ONLY,
    "helplines.line": DESK_ONLY,
    # meetings
    "meetings.add": PREPARING,
    "meetings.add_agenda_item": PREPARING,
    "meetings.add_document": PREPARING,
    "meetings.edit": PREPARING,
    "meetings.edit_agenda_item": PREPARING,
    "meetings.index": PREPARING,
    "meetings.show": PREPARING,
    # problems
    "problems.answer": PREPARING,
    "problems.index": PREPARING,
    "problems.report": PUBLIC,
    # public
    "public.atom": PUBLIC,
    "public.data": PUBLIC,
    "public.document": PUBLIC,
    "public.documents": PUBLIC,
    "public.document_file": PUBLIC,
    "public.home": PUBLIC,
    "public.meeting": PUBLIC,
    "public.meetings": PUBLIC,
    "public.package": PUBLIC,
    "public.root": PUBLIC,
    "public.short": PUBLIC,
    # questionnaires
    "questionnaires.bring": PREPARING,
    "questionnaires.compare": PREPARING,
    "questionnaires.download": PREPARING,
    "questionnaires.editing.act": PREPARING,
    "questionnaires.editing.add": PREPARING,
    "questionnaires.editing.back": PREPARING,
    "questionnaires.editing.history": PREPARING,
    "questionnaires.editing.overview": PREPARING,
    "questionnaires.editing.page": PREPARING,
    "questionnaires.editing.preview": PREPARING,
    "questionnaires.editing.question": PREPARING,
    "questionnaires.editing.question_choices": PREPARING,
    "questionnaires.editing.question_kind": PREPARING,
    "questionnaires.editing.question_place": PREPARING,
    "questionnaires.editing.question_settings": PREPARING,
    "questionnaires.editing.reuse": PREPARING,
    "questionnaires.editing.rule": PREPARING,
    "questionnaires.editing.title": PREPARING,
    "questionnaires.glossary.act": PREPARING,
    "questionnaires.glossary.index": PREPARING,
    "questionnaires.index": PREPARING,
    "questionnaires.new": PREPARING,
    "questionnaires.preview": PREPARING,
    "questionnaires.replace": PREPARING,
    "questionnaires.show": PREPARING,
    "questionnaires.translate.act": PREPARING,
    "questionnaires.translate.all_taken_out": PREPARING,
    "questionnaires.translate.overview": PREPARING,
    "questionnaires.translate.taken_back": PREPARING,
    "questionnaires.translate.taken_out": PREPARING,
    "questionnaires.translate.written": PREPARING,
    "questionnaires.written": PREPARING,
    # responses
    "responses.about": PUBLIC,
    "responses.form": PUBLIC,
    "responses.no_thanks": PUBLIC,
    "responses.page": PUBLIC,
    "responses.picture": PUBLIC,
    "responses.receipt": PUBLIC,
    "responses.waiting": PUBLIC,
    "responses.worker": PUBLIC,
    # moderation
    "moderation.confirm": PREPARING,
    "moderation.decide": PREPARING,
    "moderation.decided": PREPARING,
    "moderation.index": PREPARING,
    "moderation.log": PREPARING,
    "moderation.not_for_quoting": PREPARING,
    "moderation.start": PREPARING,
    # sharing
    "sharing.code": PUBLIC,
    "sharing.poster": PUBLIC,
    "sharing.share": PUBLIC,
    # takingpart
    "takingpart.say": PUBLIC,
    "moderation.take_next": PREPARING,
    "moderation.waiting": PREPARING,
    # safeguarding
    "safeguarding.act": SAFEGUARDING,
    "safeguarding.index": SAFEGUARDING,
    "safeguarding.open_": SAFEGUARDING,
    "safeguarding.show": SAFEGUARDING,
    # themes
    "themes.add": PREPARING,
    "themes.begin": PREPARING,
    "themes.cards": PREPARING,
    "themes.code": PREPARING,
    "themes.edit": PREPARING,
    "themes.freeze": PREPARING,
    "themes.index": PREPARING,
    "themes.next_version": PREPARING,
    "themes.read": PREPARING,
    "themes.remove": PREPARING,
    "themes.show": PREPARING,
    # summaries
    "summaries.add_note": PREPARING,
    "summaries.approve_young": PREPARING,
    "summaries.assess": PREPARING,
    "summaries.assess_one": PREPARING,
    "summaries.assessed": PUBLIC,
    "summaries.claim": PREPARING,
    "summaries.claims": PREPARING,
    "summaries.comment_claim": PREPARING,
    "summaries.draft_claims": PREPARING,
    "summaries.edit": PREPARING,
    "summaries.for_young_people": PUBLIC,
    "summaries.for_young_people_file": PUBLIC,
    "summaries.index": PREPARING,
    "summaries.keep_claim": PREPARING,
    "summaries.move_claim": PREPARING,
    "summaries.quotes": PREPARING,
    "summaries.recompute_claims": PREPARING,
    "summaries.resolve_comment": PREPARING,
    "summaries.show": PREPARING,
    "summaries.sign": frozenset({Role.CHAIR}),
    "summaries.write_young": PREPARING,
}
