"""Forms for signing in and for managing accounts."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import InputRequired, Length, Optional

from consult.accounts.models import Role
from consult.core.forms import BaseForm
from consult.core.i18n import _, _l
from consult.core.i18n import language as page_language
from consult.core.locales import LANGUAGES, N_, NAMES
from consult.core.regions import REGION_NAMES

#: Names of the roles, as msgids.
ROLE_NAMES: dict[Role, str] = {
    Role.ADMIN: N_("Administrator"),
    Role.CHAIR: N_("Chair"),
    Role.VICE_CHAIR: N_("Vice-chair"),
    Role.SECRETARIAT: N_("Secretariat"),
    Role.SAFEGUARDING: N_("Safeguarding"),
}

_REQUIRED = _l("Fill this in.")
_CHOSEN_KEYS = {"autocomplete": "new-password", "spellcheck": "false"}


class SignInForm(BaseForm):
    """E-mail and password."""

    email = EmailField(
        _l("E-mail"),
        validators=[InputRequired(_REQUIRED), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_REQUIRED)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class WelcomeForm(BaseForm):
    """The first password of an account, or a new one."""

    password = PasswordField(
        _l("New password"),
        description=_l("At least 15 characters. Four or five words in a row are good."),
        validators=[InputRequired(_REQUIRED)],
        render_kw=_CHOSEN_KEYS,
    )


class PasswordForm(BaseForm):
    """Changing one's own password."""

    old = PasswordField(
        _l("Password of now"),
        validators=[InputRequired(_REQUIRED)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _l("New password"),
        description=_l("At least 15 characters. Four or five words in a row are good."),
        validators=[InputRequired(_REQUIRED)],
        render_kw=_CHOSEN_KEYS,
    )


class TrainingForm(BaseForm):
    """The day of somebody's last safeguarding training."""

    trained_on = DateField(_l("Safeguarding training on"), validators=[InputRequired(_REQUIRED)])


class AccountForm(BaseForm):
    """A new account."""

    email = EmailField(
        _l("E-mail"),
        validators=[InputRequired(_REQUIRED), Length(max=254)],
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(_l("Role"), validators=[InputRequired(_REQUIRED)])
    region = SelectField(
        _l("Region"),
        description=_l("Only for a vice-chair."),
        validators=[Optional()],
    )
    language = SelectField(
        _l("Language of the pages"),
        choices=[SelectChoice(tag, NAMES[tag]) for tag in LANGUAGES],
        default=page_language,
    )

    def offer(self) -> "AccountForm":
        """Fill the lists in the page's language; return the form itself."""
        self.role.choices = [SelectChoice(role.value, _(name)) for role, name in ROLE_NAMES.items()]
        self.region.choices = [
            SelectChoice("", _("No region")),
            *(SelectChoice(region.value, _(name)) for region, name in REGION_NAMES.items()),
        ]
        return self
