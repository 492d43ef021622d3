"""Frozen columnar snapshots of the closed answers: what every table is counted from."""
