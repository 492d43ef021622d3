"""Giving answers: the form, intake, receipts, withdrawal, import."""
