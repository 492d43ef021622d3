"""Reading batches and groups: for staff as far as their region goes, for a code by its digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.core.regions import Region
from consult.invitations.models import Batch, Group, InvitationCode


@dataclass(frozen=True)
class BatchLine:
    """A batch, and how many answers came with its cards."""

    batch: Batch
    used: int


def invitable(session: Session, now: datetime) -> Sequence[Consultation]:
    """Return the consultations young people can still be invited to, the first to close on top."""
    return session.scalars(
        select(Consultation)
        .options(joinedload(Consultation.meeting))
        .where(
            Consultation.approved_at.is_not(None),
            Consultation.closes_at > now,
            or_(Consultation.closed_at.is_(None), Consultation.closed_at > now),
        )
        .order_by(Consultation.closes_at, Consultation.slug)
    ).all()


def batches(
    session: Session, consultation: Consultation, region: Region | None = None
) -> list[BatchLine]:
    """Return a consultation's batches by label; with ``region``, only those made for it."""
    used = func.coalesce(func.sum(InvitationCode.used), 0)
    wanted = (
        select(Batch, used)
        .outerjoin(InvitationCode, InvitationCode.batch_id == Batch.id)
        .where(Batch.consultation_id == consultation.id)
        .group_by(Batch.id)
        .order_by(Batch.made_on, Batch.label, Batch.id)
    )
    if region is not None:
        wanted = wanted.where(Batch.region == region)
    return [BatchLine(batch, int(times)) for batch, times in session.execute(wanted)]


def groups(
    session: Session, consultation: Consultation, region: Region | None = None
) -> Sequence[Group]:
    """Return a consultation's groups by partner; with ``region``, only those made for it."""
    wanted = select(Group).where(Group.consultation_id == consultation.id)
    if region is not None:
        wanted = wanted.where(Group.region == region)
    return session.scalars(wanted.order_by(Group.attested_on, Group.partner, Group.id)).all()


def batch_of_key(session: Session, digest: str) -> Batch | None:
    """Return the batch that a form made."""
    return session.scalars(select(Batch).where(Batch.key_digest == digest)).one_or_none()


def group_of_key(session: Session, digest: str) -> Group | None:
    """Return the group that a form made."""
    return session.scalars(select(Group).where(Group.key_digest == digest)).one_or_none()


def group_of_facilitator(session: Session, digest: str) -> Group | None:
    """Return the group whose facilitator has the code of this digest."""
    return session.scalars(select(Group).where(Group.facilitator_digest == digest)).one_or_none()


def is_card(session: Session, digest: str) -> bool:
    """Tell whether a card has the code of this digest."""
    found = select(InvitationCode.digest).where(InvitationCode.digest == digest)
    return session.scalar(found) is not None


def is_group(session: Session, digest: str) -> bool:
    """Tell whether a group has the code of this digest."""
    return session.scalar(select(Group.id).where(Group.code_digest == digest)) is not None


def find(session: Session, key: UUID) -> Batch | Group | None:
    """Return the batch or group of a key."""
    return session.get(Batch, key) or session.get(Group, key)
