"""Texts that may tell of harm to their authors: how they are found, sealed and kept apart."""
