"""Every route says who may reach it, and keeps to it."""

from flask import Flask

from tests.access.table import ACCESS


def test_every_route_has_a_declared_audience(app: Flask) -> None:
    found = {name: getattr(view, "audience", None) for name, view in app.view_functions.items()}

    assert found == ACCESS
