"""Pages that are rendered once, and what is one young person's own put in each time.

Form pages without answers are compressed once too, and sent with a fresh submission key each.
DESIGN.md §5 has such pages carry an ETag and be shared. These must not: a 304 or a copy from a CDN
would hand the same key to two young people, and the answers of one would be taken for a repetition
and lost. A page that the browser itself keeps for "back" keeps its key, which is what makes sending
it again count once. So: private, no ETag.
"""

import re
import struct
import zlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from flask import Response, request

#: Stands where the key belongs while the page is rendered.
PLACEHOLDER = "submission-key-goes-here"

#: Pages kept at most; a page is some 30 kB.
_MOST = 300
# RFC 1952: deflate, no name, no time, unknown system.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


class KeptPage:
    """One page with a hole for the key, plain and compressed."""

    def __init__(self, page: str) -> None:
        before, after = page.split(PLACEHOLDER)
        self._before, self._after = before.encode(), after.encode()
        # The halves are compressed apart and the key lies between them as it is, so a page costs
        # microseconds instead of a whole compression (DESIGN.md §5).
        first = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._packed_before = first.compress(self._before) + first.flush(zlib.Z_FULL_FLUSH)
        last = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._packed_after = last.compress(self._after) + last.flush(zlib.Z_FINISH)
        self._sum_before = zlib.crc32(self._before)

    def plain(self, key: str) -> bytes:
        """Return the page with a key."""
        return self._before + key.encode() + self._after

    def gzipped(self, key: str) -> bytes:
        """Return the same bytes as :meth:`plain`, compressed."""
        hole = key.encode()
        stored = struct.pack("<BHH", 0, len(hole), len(hole) ^ 0xFFFF) + hole
        total = len(self._before) + len(hole) + len(self._after)
        checksum = zlib.crc32(self._after, zlib.crc32(hole, self._sum_before))
        end = struct.pack("<II", checksum, total & 0xFFFFFFFF)
        return _GZIP_HEADER + self._packed_before + stored + self._packed_after + end


class KeptText:
    """One page with several holes."""

    def __init__(self, page: str, holes: Iterable[str]) -> None:
        """Take a page in which each of ``holes`` stands where something own belongs."""
        self._pieces = re.split(f"({'|'.join(map(re.escape, holes))})", page)

    def filled(self, own: Mapping[str, str]) -> str:
        """Return the page with what belongs in the holes, escaped already."""
        return "".join([own.get(piece, piece) for piece in self._pieces])


Page = TypeVar("Page")


class Kept(Generic[Page]):
    """The pages of one process, by whatever they depend on."""

    def __init__(self) -> None:
        self._pages: dict[Hashable, Page] = {}

    def get(self, depends_on: Hashable, render: Callable[[], Page]) -> Page:
        """Return the kept page; render it when it is not there.

        Args:
            depends_on: everything that the page's text depends on.
            render: makes the page.
        """
        page = self._pages.get(depends_on)
        if page is None:
            page = render()
            if len(self._pages) >= _MOST:
                self._pages.clear()
            self._pages[depends_on] = page
        return page


def send(page: KeptPage, key: str) -> Response:
    """Return the page with its key, compressed when the browser can read that."""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(page.gzipped(key) if packed else page.plain(key), mimetype="text/html")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
