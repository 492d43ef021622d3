"""The package of a signed paper proves itself: whole, or what was altered, is missing or extra."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest

from consult.core.locales import LANGUAGES
from consult.exports import package, registry
from consult.summaries import paper as papers
from consult.summaries import sealing
from consult.summaries.paper import Paper
from tests.exports import papers as built
from tests.summaries import cast

KEY = "00" * 32


def sealed() -> tuple[Paper, dict[str, sealing.Opened]]:
    """Return the paper with its quotes sealed, and the quotes."""
    paper = built.paper()
    found: dict[str, sealing.Opened] = {}
    questions = []
    for question in paper.consultations[0].questions:
        quotes = [replace(q, seal=sealing.seal_of(q, KEY)) for q in question.quotes]
        found |= {quote.seal: sealing.Opened(quote, KEY) for quote in quotes}
        questions.append(replace(question, quotes=tuple(quotes)))
    consultation = replace(paper.consultations[0], questions=tuple(questions))
    return replace(paper, consultations=(consultation,)), found


def sources() -> package.Sources:
    paper, quotes = sealed()
    return package.Sources(paper.to_json(), paper, quotes, {"cyberbullying": cast.definition()})


@cache
def whole() -> bytes:
    # The papers themselves have their own tests; here they are only files.
    return package.build(sources(), write=lambda language, name: f"{language} {name}".encode())


def changed(act: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return the archive after somebody changed its files."""
    with zipfile.ZipFile(io.BytesIO(whole())) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    act(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_it_holds_all_that_is_public_and_each_file_stands_in_the_manifest() -> None:
    with zipfile.ZipFile(io.BytesIO(whole())) as opened:
        names = set(opened.namelist())
        manifest = json.loads(opened.read("manifest.json"))
        for name, digest in manifest["files"].items():
            assert sha256(opened.read(name)).hexdigest() == digest
        frozen = opened.read("summary.json").decode()
        tables = opened.read("tables.csv").decode()
        method = opened.read("method/fr.txt").decode()
    assert names == {*manifest["files"], "manifest.json"}
    assert manifest["digest"] == papers.digest(frozen)
    assert built.LONG[:40] not in frozen
    assert len([name for name in names if name.startswith("papers/")]) == len(
        registry.FORMATS
    ) * len(LANGUAGES)
    assert {"data/cyberbullying-ar.csv", "questionnaires/cyberbullying-codebook.csv"} <= names
    assert "cyberbullying/what/1,cyberbullying,what,multiple_choice" in tables
    assert method.startswith("\n# Annexe")
    assert package.problems(whole()) == []


def test_it_is_the_same_each_time() -> None:
    assert whole() == package.build(
        sources(), write=lambda language, name: f"{language} {name}".encode()
    )


def alter(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({name: files[name] + b" "})


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (alter("data/cyberbullying-en.csv"), "data/cyberbullying-en.csv: altered"),
        (lambda files: files.pop("tables.csv"), "tables.csv: missing"),
        (lambda files: files.update({"more.txt": b""}), "more.txt: extra"),
        (lambda files: files.pop("manifest.json"), "manifest.json: missing"),
        (lambda files: files.update({"manifest.json": b"{"}), "not a package, or damaged"),
        (lambda files: files.update({"manifest.json": b"[]"}), "not a package, or damaged"),
    ],
)
def test_what_was_done_to_it_is_named(act: Callable[[dict[str, bytes]], None], told: str) -> None:
    found = package.problems(changed(act))
    assert len(found) == 1
    assert found[0].startswith(told)


def test_a_forged_manifest_does_not_cover_another_summary_or_quote() -> None:
    def forge(files: dict[str, bytes]) -> None:
        files["summary.json"] = files["summary.json"].replace(b'"count":412', b'"count":512')
        files["quotes.json"] = (
            files["quotes.json"]
            .replace(b"reports", b"r")
            .replace("没有人会".encode(), "人人都会".encode())
        )
        manifest = json.loads(files["manifest.json"])
        for name in ("summary.json", "quotes.json"):
            manifest["files"][name] = sha256(files[name]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()

    found = package.problems(changed(forge))

    assert found[0] == "summary.json: its digest is not the one that was signed"
    assert found[1].startswith("quotes.json: the quote under ")


@pytest.mark.parametrize("damaged", [b"", b"PK", b"x" * 1000])
def test_what_is_no_archive_is_said_to_be_none(damaged: bytes) -> None:
    assert package.problems(damaged)[0].startswith("not a package, or damaged")
    cut = whole()[: len(whole()) // 2]
    assert package.problems(cut)[0].startswith("not a package, or damaged")
