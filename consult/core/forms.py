"""The base of every form that staff fill in."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form

from consult.core import i18n, locales
from consult.core.locales import N_

#: What WTForms itself may say, so that our catalogues have it.
_OTHERS = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Not a valid integer value."),
    N_("Not a valid date value."),
    N_("Not a valid datetime value."),
)


class _Catalogue:
    """WTForms' own messages from our catalogue: its own is incomplete in ar, zh and ru."""

    def gettext(self, string: str) -> str:
        """Return the translated message."""
        return str(locales.catalogue(i18n.language()).ugettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the plural form that fits ``n``."""
        return str(locales.catalogue(i18n.language()).ungettext(singular, plural, n))


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of staff, with its token and messages in the page's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """Where the form's messages come from."""

        def get_translations(self, _form: Form) -> Any:
            """Return our catalogue."""
            return _Catalogue()
