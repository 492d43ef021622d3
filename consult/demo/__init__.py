"""The demonstration: the real record of meetings, and one consultation with made-up answers."""
