"""Closed answers as columns: one code per young person, and what each code stands for.

A free text is never in it: only which questions got one. The rows stand in the order of their
codes, so that nothing tells when an answer came, and the same answers give the same bytes whatever
database they come from and in whatever order they were stored.
"""

import gc
import hashlib
import json
import zlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # numpy takes a while to load; most pages never need it
    import numpy as np
    from numpy.typing import NDArray

#: What is known of every response beside its answers; columns of ``Response``.
STRATA = ("language", "mode", "region", "age_band", "stratum")

#: A response's version, strata, closed answers and text codes.
SnapshotRow = tuple[str, Sequence[str | None], dict[str, Any], Sequence[str]]

_AT_ONCE = 2000
#: Shapes that JSON has and that cannot be counted as they are.
_LOOSE = frozenset({list, dict})
#: Names no question code can have.
VERSION, TEXTS = "/version", "/texts"
_LEVEL = 1  # the columns are sorted: more effort hardly makes them smaller


def of_stratum(name: str) -> str:
    """Return the name of a stratum's column: a question may be called ``region`` too."""
    return f"/{name}"


@dataclass(frozen=True)
class Column:
    """One code per young person, and the values they stand for; ``None`` is no answer."""

    codes: "NDArray[np.unsignedinteger[Any]]"
    values: tuple[Hashable, ...]

    @cached_property
    def times(self) -> dict[Hashable, int]:
        """Return how often each value is there."""
        import numpy as np  # noqa: PLC0415 - see the top

        counted = np.bincount(self.codes, minlength=len(self.values))
        return {value: int(n) for value, n in zip(self.values, counted.tolist(), strict=True) if n}


@dataclass(frozen=True)
class Columns:
    """All columns of one consultation, or of some of its young people."""

    total: int
    by_name: Mapping[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def together(self, names: Sequence[str]) -> dict[tuple[Hashable, ...], int]:
        """Return how often each combination of the values of some columns is there."""
        import numpy as np  # noqa: PLC0415 - see the top

        if not self.total or not names:
            return {(): self.total} if self.total else {}
        columns = [self.by_name[name] for name in names]
        known: list[tuple[Hashable, ...]] = [()]
        mixed, times = np.zeros(self.total, np.int64), np.array([self.total])
        for column in columns:
            # Numbered anew after each, so that many columns of many values never overflow.
            many = len(column.values)
            mixed = mixed * many + column.codes
            found, mixed, times = np.unique(mixed, return_inverse=True, return_counts=True)
            known = [(*known[one // many], column.values[one % many]) for one in found.tolist()]
        return dict(zip(known, times.tolist(), strict=True))

    def where(self, name: str, value: Hashable) -> "Columns":
        """Return the columns of those who have one value in one column."""
        return self.among(name, [value])

    def among(self, name: str, values: Iterable[Hashable]) -> "Columns":
        """Return the columns of those who have one of some values in one column."""
        import numpy as np  # noqa: PLC0415 - see the top

        column = self.by_name[name]
        codes = [column.values.index(value) for value in values if value in column.values]
        chosen = np.flatnonzero(np.isin(column.codes, codes))
        return Columns(
            len(chosen),
            {n: Column(one.codes[chosen], one.values) for n, one in self.by_name.items()},
        )

    def to_bytes(self) -> bytes:
        """Return the compressed canonical content."""
        return zlib.compress(self._canonical(), _LEVEL)

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical content."""
        return hashlib.sha256(self._canonical()).hexdigest()

    def _canonical(self) -> bytes:
        head = {
            "total": self.total,
            "columns": [
                [name, column.codes.dtype.str, [loose(value) for value in column.values]]
                for name, column in self.by_name.items()
            ],
        }
        told = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        parts = [told.encode(), b"\n"]
        parts += [column.codes.tobytes() for column in self.by_name.values()]
        return b"".join(parts)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Columns":
        """Read what :meth:`to_bytes` wrote."""
        import numpy as np  # noqa: PLC0415 - see the top

        told, _, rest = zlib.decompress(content).partition(b"\n")
        head = json.loads(told)
        total, place, by_name = head["total"], 0, {}
        for name, kind, values in head["columns"]:
            codes = np.frombuffer(rest, np.dtype(kind), total, place)
            place += total * codes.itemsize
            by_name[name] = Column(codes, tuple(fixed(value) for value in values))
        return cls(total, by_name)


def gather(codes: Sequence[str], rows: Iterable[SnapshotRow]) -> Columns:
    """Gather rows into columns in one pass.

    Args:
        codes: of the questions that take closed answers or texts.
        rows: of one consultation, in any order.
    """
    import numpy as np  # noqa: PLC0415 - see the top

    names = (VERSION, *map(of_stratum, STRATA), *codes, TEXTS)
    found = {name: _Codes() for name in names}
    pieces: dict[str, list[NDArray[np.unsignedinteger[Any]]]] = {name: [] for name in names}
    total = 0
    for batch in _batches(rows):
        total += len(batch)
        versions, strata, answers, texts = zip(*batch, strict=True)
        columns: dict[str, Sequence[Any]] = {VERSION: versions}
        columns |= zip(map(of_stratum, STRATA), zip(*strata, strict=True), strict=True)
        columns |= ((code, _column(code, answers)) for code in codes)
        columns[TEXTS] = [tuple(sorted(codes_of)) for codes_of in texts]
        for name, column in columns.items():
            # In C from end to end; what is new gets the next code (``_Codes.__missing__``).
            mine = np.fromiter(map(found[name].__getitem__, column), np.uint32, len(column))
            pieces[name].append(mine.astype(_width(len(found[name]))))
    columns_of = {}
    for name in names:
        columns_of[name] = _sorted_values(found[name], pieces.pop(name))
    return _in_order(Columns(total, columns_of))


class _Codes(dict[Hashable, int]):
    """Gives each new value the next code."""

    def __missing__(self, value: Hashable) -> int:
        self[value] = code = len(self)
        return code


def _width(many: int) -> type:
    import numpy as np  # noqa: PLC0415 - see the top

    return np.uint8 if many <= 2**8 else np.uint16 if many <= 2**16 else np.uint32


def _sorted_values(
    found: Mapping[Hashable, int], pieces: "Sequence[NDArray[np.unsignedinteger[Any]]]"
) -> Column:
    """Return a column whose codes follow the order of its values, not the one they came in."""
    import numpy as np  # noqa: PLC0415 - see the top

    order = sorted(found, key=_canonical_value)
    if not order:
        return Column(np.zeros(0, np.uint8), ())
    new: NDArray[np.unsignedinteger[Any]] = np.zeros(len(order), _width(len(order)))
    for code, value in enumerate(order):
        new[found[value]] = code
    return Column(np.concatenate([new[piece] for piece in pieces]), tuple(order))


def _in_order(columns: Columns) -> Columns:
    """Return the rows in the order of their codes."""
    import numpy as np  # noqa: PLC0415 - see the top

    if not columns.total:
        return columns
    varied = [one.codes for one in columns.by_name.values() if len(one.values) > 1]
    if not varied:
        return columns
    order = np.lexsort(varied)
    return Columns(
        columns.total,
        {name: Column(one.codes[order], one.values) for name, one in columns.by_name.items()},
    )


def _canonical_value(value: Hashable) -> str:
    return json.dumps(loose(value), ensure_ascii=False, sort_keys=True)


def _column(code: str, answers: Sequence[dict[str, Any]]) -> list[Hashable]:
    """Return everybody's answer to one question, in a shape that can be counted."""
    column: list[Any] = list(map(dict.get, answers, repeat(code)))
    # Asking each value costs less than fixing each: most questions have plain values.
    return column if _LOOSE.isdisjoint(map(type, column)) else [fixed(value) for value in column]


def fixed(value: Any) -> Hashable:
    """Return a value out of JSON in a shape that can be counted."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return frozenset(value.items())
    return value  # type: ignore[no-any-return]  # a string or number out of JSON


def loose(value: Any) -> Any:
    """Return a value in the shape it is stored in."""
    if isinstance(value, tuple):
        return list(value)
    return dict(sorted(value)) if isinstance(value, frozenset) else value


def _batches(rows: Iterable[SnapshotRow]) -> Iterator[list[SnapshotRow]]:
    """Yield rows in batches, with the collector of cycles at rest.

    Decoded JSON has no cycles, and looking for them in every batch took a quarter of the time.
    """
    left, was_on = iter(rows), gc.isenabled()
    gc.disable()
    try:
        while batch := list(islice(left, _AT_ONCE)):
            yield batch
    finally:
        if was_on:
            gc.enable()
