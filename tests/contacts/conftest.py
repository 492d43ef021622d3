"""A consultation after which one may leave an e-mail address."""

import pytest
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from tests.responses.cast import add_consultation


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """An open consultation, ``safety``, in six languages, that offers contact."""
    made = add_consultation(session, contact_offered=True)
    session.commit()
    return made
