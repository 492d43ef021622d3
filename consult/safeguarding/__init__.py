"""Texts that may tell of harm: who sees to them, by when, and what was done."""
