"""The application, for a web server: ``waitress-serve wsgi:app``."""

from consult.app import create_app

app = create_app()
