"""The one sanitizer of all formats: drops what no format can carry, and disarms formulas."""

import dataclasses
from typing import Any, TypeVar

from consult.core.writable import cell, text
from consult.summaries.paper import Paper

__all__ = ["cell", "paper", "tree"]

Tree = TypeVar("Tree")


def tree(node: Tree) -> Tree:
    """Return the same tree of dataclasses, lists and texts by language with every text clean."""
    cleaned: Any = node
    if isinstance(node, str):
        cleaned = text(node)
    elif isinstance(node, tuple):
        cleaned = tuple(tree(part) for part in node)
    elif isinstance(node, list):
        cleaned = [tree(part) for part in node]
    elif isinstance(node, dict):
        cleaned = {key: tree(value) for key, value in node.items()}
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        fields = {f.name: tree(getattr(node, f.name)) for f in dataclasses.fields(node)}
        cleaned = dataclasses.replace(node, **fields)
    return cleaned  # type: ignore[no-any-return]  # the same kind as was given


def paper(raw: Paper) -> Paper:
    """Return the paper with every text clean."""
    return tree(raw)
