"""Error pages: in the reader's language, accessible, no wider than a phone."""

from collections.abc import Callable

import pytest

from consult.core.locales import LANGUAGES
from tests.e2e.conftest import Visitor


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_page_says_so_in_the_readers_language(
    visitor: Callable[..., Visitor], language: str, script: bool
) -> None:
    amina = visitor(language, script=script)

    amina.go("/nowhere")

    assert amina.page.locator("html").get_attribute("lang") == language
    assert amina.page.locator("h1").inner_text()
    amina.check()
