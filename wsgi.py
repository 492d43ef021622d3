"""The application, for a web server: ``waitress-serve wsgi:app``."""

from consult.app import create_app
from consult.core import locales

app = create_app()
locales.read_catalogues()
