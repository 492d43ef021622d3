"""HTML: the paper as one page that needs nothing beside it, no style, script or picture.

It stays readable where the site's style sheet is refused or gone; ``templates/exports/blocks.html``
draws it, and the public page of a paper draws the same blocks inside the site's frame.
"""

from functools import cache

from jinja2 import Environment, PackageLoader

from consult.core import locales
from consult.exports.body import outline
from consult.exports.edition import Edition


def write(edition: Edition) -> bytes:
    """Return the page."""
    page = _environment().get_template("exports/paper.html")
    return page.render(outline=outline(edition)).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("consult.exports"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["direction"] = locales.direction
    return environment
