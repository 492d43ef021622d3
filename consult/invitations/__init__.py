"""Invitation codes, and groups for which a partner holds the consents."""
