"""Consultations: life cycle, window, link to meeting and agenda item."""
