"""What the rules of screening say about one text that a young person wrote."""

from dataclasses import dataclass

from consult.screening.harm import Concern, harm
from consult.screening.personal import Finding, personal_data


@dataclass(frozen=True)
class Seen:
    """What was found in one text."""

    findings: list[Finding]
    concerns: list[Concern]

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of personal data, each once."""
        return sorted({one.kind.value for one in self.findings})

    @property
    def dangers(self) -> list[str]:
        """Return the dangers it may tell of, each once."""
        return sorted({one.kind.value for one in self.concerns})

    @property
    def urgent(self) -> bool:
        """Tell whether somebody must look within the hour."""
        return any(one.urgent for one in self.concerns)


def look(text: str, language: str) -> Seen:
    """Return what is in a text; it takes well under 5 ms for what young people write."""
    return Seen(personal_data(text, language), harm(text, language))
