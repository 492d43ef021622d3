"""Word: the paper in the form of the group's own, with real headings, numbering and charts."""

from consult.exports.docx.package import write

__all__ = ["write"]
