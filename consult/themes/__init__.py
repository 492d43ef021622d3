"""From open answers to themes that people wrote, coded and signed (SUMMARIES.md, "Free text")."""
