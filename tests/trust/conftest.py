"""One kind of database is enough for what young people read and agree to."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from tests.cast import a_consultation


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty, migrated SQLite database."""
    path = tmp_path / "consult.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """The consultation ``safety`` with every type of question, open now."""
    made = a_consultation(session)
    session.commit()
    return made
