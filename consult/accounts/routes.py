"""Doors of accounts: importing the pages puts them on the blueprint."""

from consult.accounts import entrance
from consult.accounts.blueprint import bp

__all__ = ["bp", "entrance"]
