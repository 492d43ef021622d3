"""Meetings, their agenda items, documents and symbols."""
