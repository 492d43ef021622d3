"""The translation of questionnaires: on screen, by file, with a glossary; each text signed."""
