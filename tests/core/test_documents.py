"""The papers at the top of the project say what is true."""

import re
from pathlib import Path

from consult.core import diagram
from consult.tables import metadata

ROOT = Path(__file__).parents[2]


def test_the_diagram_in_architecture_is_that_of_the_tables() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    drawn = re.search(r"```mermaid\n(erDiagram.*?)\n```", text, re.DOTALL)

    assert drawn, "ARCHITECTURE.md has no diagram"
    assert drawn[1] == diagram.tables(metadata), "run: consult db diagram, and paste it"
