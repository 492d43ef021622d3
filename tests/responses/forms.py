"""What a browser without script would send from a page."""

import html5lib
from werkzeug.datastructures import MultiDict


def fields_of(page: str) -> MultiDict[str, str]:
    """Return the fields of a page's form as they stand, without the buttons."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found: MultiDict[str, str] = MultiDict()
    form = tree.find(".//form")
    assert form is not None, page
    for element in form.iter():
        name = element.get("name")
        if element.tag not in {"input", "textarea", "select"} or not name:
            continue
        if element.tag == "textarea":
            found.add(name, element.text or "")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            for option in chosen:
                found.add(name, option.get("value", ""))
        elif element.get("type") not in {"radio", "checkbox"} or element.get("checked") is not None:
            found.add(name, element.get("value", ""))
    return found


def answered(fields: MultiDict[str, str], **given: str) -> MultiDict[str, str]:
    """Return the fields with some more filled in; ``_`` stands for ``-``."""
    filled = fields.copy()
    for name, value in given.items():
        filled[name.replace("_", "-")] = value
    return filled
