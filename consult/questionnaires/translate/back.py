"""Files that come back from translators: several at once, all of them, or what fits."""

import binascii
import io
import zipfile
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import media, service

#: The most that a page carries along, in bytes; five languages of 200 texts have about 350,000.
MOST_HELD = 1024 * 1024
#: The most files in one ZIP.
MOST_PACKED = 30


@dataclass(frozen=True)
class File:
    """A file, and whether all of it fits the questionnaire."""

    name: str
    content: bytes
    fits: bool = True

    def held(self) -> str:
        """Return it as the value of a hidden field."""
        return f"{'+' if self.fits else '-'}{b64encode(self.content).decode()} {self.name}"


@dataclass
class Returned:
    """What came of files: texts changed by language, what does not fit, the files as judged."""

    changed: Counter[str] = field(default_factory=Counter)
    unfit: list[Problem] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    def held(self) -> list[File]:
        """Return the files for a page to carry along; none where they are too large for it."""
        return self.files if sum(len(one.content) for one in self.files) <= MOST_HELD else []


def held(values: Iterable[str]) -> Iterator[File]:
    """Yield the files that hidden fields carried along; what cannot be read is passed over."""
    for value in values:
        coded, _blank, name = value[1:].partition(" ")
        try:
            yield File(name, b64decode(coded, validate=True), value[:1] == "+")
        except (binascii.Error, ValueError):
            continue


def unpacked(name: str, content: bytes) -> list[File]:
    """Return a file as it is, a ZIP as what is in it.

    Raises:
        InvalidError: it is no ZIP that can be read, or holds too many files.
    """
    if not name.lower().endswith(".zip"):
        return [File(name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [one for one in archive.infolist() if _is_meant(one)]
            if 0 < len(listed) <= MOST_PACKED:
                return [_member(archive, one) for one in listed]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        message = N_("The ZIP cannot be read. Bring the files in it one by one.")
        raise InvalidError("zip_unread", message) from error
    message = N_("The ZIP holds no files, or more than %(most)s.")
    raise InvalidError("zip_size", message, most=MOST_PACKED)


def take(
    session: Session,
    questionnaire: Questionnaire,
    files: Iterable[File],
    *,
    signing: bool,
    leaving: bool,
    actor: Actor,
) -> Returned:
    """Take files back; what does not fit is listed for all of them together.

    Args:
        session: open transaction; the caller commits it, or rolls back where something is unfit.
        questionnaire: whose texts they are.
        files: any number of them, in any of the languages.
        signing: the actor stands for what the files mark as reviewed or final.
        leaving: take what fits, text by text, and leave out the rest.
        actor: who brings them.
    """
    made = Returned()
    for file in files:
        try:
            brought = media.read(file.name, file.content)
            found = service.take(
                session,
                questionnaire,
                brought,
                signing=signing,
                leaving=leaving,
                file=file.name,
                actor=actor,
            )
        except InvalidError as refusal:
            unfit = refusal.problems or [Problem(refusal.code, refusal.message, refusal.params)]
        else:
            unfit = list(found.left)
            made.changed[brought.language] += len(found.changed)
        made.unfit += [
            replace(one, where=f"{file.name}, {one.where}" if one.where else file.name)
            for one in unfit
        ]
        made.files.append(replace(file, fits=not unfit))
    return made


def _is_meant(member: zipfile.ZipInfo) -> bool:
    """Tell whether a person put it there: no folder, and nothing a system hides."""
    parts = member.filename.split("/")
    return not member.is_dir() and not any(one.startswith((".", "__MACOSX")) for one in parts)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> File:
    """Return one file of a ZIP; of a very large one only what shows that it is too large."""
    with archive.open(member) as packed:
        content = packed.read(media.MOST_BYTES + 1)
    return File(member.filename.rpartition("/")[2][-120:], content)
