"""Elements of WordprocessingML and DrawingML, made in one line each."""

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement as Element

#: Children stand in the order given: the caller keeps the order of ECMA-376.
Child = Element | None


def el(tag: str, *children: Child, text: str = "", **attributes: str | int) -> Element:
    """Return an element such as ``el("w:jc", val="center")``.

    Attributes of ``w:`` elements get that prefix, others none; ``r_id`` is ``r:id``. Children
    that are ``None`` are left out.
    """
    prefix = "w:" if tag.startswith("w:") else ""
    named = {
        qn("r:id") if name == "r_id" else (qn(f"{prefix}{name}") if prefix else name): str(value)
        for name, value in attributes.items()
    }
    # Declared here, or the prefix would depend on what other libraries have registered meanwhile.
    declared = {p: nsmap[p] for p in (tag.partition(":")[0], "r")} if "r_id" in attributes else None
    made = OxmlElement(tag, attrs=named, nsdecls=declared)
    made.extend([child for child in children if child is not None])
    if text:
        made.text = text
        if tag == "w:t":
            made.set(qn("xml:space"), "preserve")
    return made
