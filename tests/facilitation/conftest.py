"""The consultation that the group answers."""

import pytest
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from tests.responses.cast import add_consultation


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """An open consultation, ``safety``, in six languages."""
    made = add_consultation(session)
    session.commit()
    return made
