"""The public record as plain files that browse from a folder, without a server and without script.

The pages are asked for as any reader would, so that nothing gets in that is not public. Links
between mirrored pages become relative; links to what only a server can do (answering, codes,
searching) lead to the public address.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path, PurePosixPath
from posixpath import relpath
from urllib.parse import quote, unquote, urlsplit

from flask import Flask, render_template
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES, N_

#: Lists every file with its SHA-256; marks a folder as a mirror that may be replaced.
MANIFEST = "mirror.json"

#: Views whose pages are complete as plain files.
_MIRRORED = frozenset(
    {
        "static",
        "public.atom",
        "public.data",
        "public.document",
        "public.document_file",
        "public.home",
        "public.meeting",
        "public.meetings",
        "public.package",
    }
)
_STYLE = "static/public.css"
_ATTRIBUTE = re.compile(r'\s(href|src|action)="([^"]*)"')
_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=[^>]*></script>")


@dataclass(frozen=True)
class Mirror:
    """What was written: number of files and their size in bytes."""

    files: int
    size: int


def write(app: Flask, folder: Path) -> Mirror:
    """Write the mirror into a folder that is empty, absent or an earlier mirror.

    The folder changes at once when everything is written, never by halves.

    Raises:
        DomainError: the folder holds something else (``mirror_folder``).
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        message = N_("The folder %(folder)s holds other files. Choose an empty one.")
        raise DomainError("mirror_folder", message, folder=folder.name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".mirror-", dir=folder.parent))
    try:
        crawl = _Crawl(app, app.test_client())
        for path, content in crawl.files():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        (fresh / MANIFEST).write_text(crawl.manifest(), encoding="utf-8")
        fresh.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return Mirror(len(crawl.written), sum(size for _digest, size in crawl.written.values()))


@dataclass
class _Crawl:
    """Follows links from the six start pages, each address once."""

    app: Flask
    client: FlaskClient
    #: Digest and size by path.
    written: dict[str, tuple[str, int]] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield each file with its path in the folder."""
        waiting = deque(f"/{tag}/" for tag in LANGUAGES)
        seen = set(waiting)
        while waiting:
            address = waiting.popleft()
            content, links = self._page(address)
            if content is None:
                continue
            for link in links:
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
            yield self._kept(self._path(address), content)
        with self.app.app_context():
            start = render_template("public/mirror.html", style=_STYLE)
        yield self._kept("index.html", start.encode())

    def manifest(self) -> str:
        """Return the list of the files as JSON."""
        listed = {path: digest for path, (digest, _size) in sorted(self.written.items())}
        return json.dumps({"files": listed}, indent=1) + "\n"

    def _kept(self, path: str, content: bytes) -> tuple[str, bytes]:
        self.written[path] = (hashlib.sha256(content).hexdigest(), len(content))
        return path, content

    def _page(self, address: str) -> tuple[bytes | None, list[str]]:
        with self.client.get(address, base_url=self._base(), buffered=True) as answer:
            return self._read(address, answer)

    def _read(self, address: str, answer: WerkzeugResponse) -> tuple[bytes | None, list[str]]:
        """Return what an address gives, as the mirror has it, and where it leads."""
        if answer.status_code != 200:
            return None, []
        if answer.mimetype != "text/html" or self._endpoint(address) == "public.document_file":
            return answer.get_data(), []
        links: list[str] = []
        text = _SCRIPT.sub("", answer.get_data(as_text=True))
        here = self._path(address)
        text = _ATTRIBUTE.sub(lambda found: self._link(found, here, links), text)
        return text.encode(), links

    def _link(self, found: re.Match[str], here: str, links: list[str]) -> str:
        """Return an attribute as the mirror has it, and note where it leads."""
        name, value = found[1], unescape(found[2])
        parts = urlsplit(value)
        if parts.scheme or parts.netloc or value.startswith("#"):
            return found[0]
        # An address within the site, the page's own language list among them.
        path = parts.path
        if name != "action" and self._endpoint(path) in _MIRRORED:
            links.append(path)
            target = relpath(self._path(path), str(PurePosixPath(here).parent))
            part = f"#{parts.fragment}" if parts.fragment else ""
            return f' {name}="{escape(quote(target) + part)}"'
        live = f"{self.app.config['ADDRESS']}{value}"
        return f' {name}="{escape(live)}"'

    def _endpoint(self, path: str) -> str:
        """Return the view behind an address of the site, or ``""``."""
        try:
            endpoint, _values = self.app.url_map.bind("localhost").match(unquote(path))
        except HTTPException:
            return ""
        return str(endpoint)

    def _base(self) -> str:
        """Return the public address, or a name the application answers to."""
        address: str = self.app.config["ADDRESS"]
        hosts: list[str] = self.app.config["TRUSTED_HOSTS"]
        return address if urlsplit(address).hostname in hosts else f"http://{hosts[0]}"

    def _path(self, address: str) -> str:
        """Return where an address lies in the folder; pages end in ``.html``."""
        path = unquote(address).strip("/")
        match self._endpoint(address):
            case "public.home":
                return f"{path}/index.html"
            case "public.document":
                return f"{path}.page.html"  # ".html" alone is the paper as a file
            case "public.meetings" | "public.meeting":
                return f"{path}.html"
            case _:
                return path
