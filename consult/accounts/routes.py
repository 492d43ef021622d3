"""Doors of accounts: importing the pages puts them on the blueprint."""

from consult.accounts import administration, entrance, trail
from consult.accounts.blueprint import bp

__all__ = ["administration", "bp", "entrance", "trail"]
