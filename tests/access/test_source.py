"""What the source itself must never do; read from the syntax tree of every module.

Each rule is first shown to find a planted fault: a rule that finds nothing proves nothing.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import consult

ROOT = Path(consult.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

Rule = Callable[[ast.AST, str], str | None]

#: Nothing here calls another machine (TRUST.md S05).
_CLIENTS = {
    "aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
#: Reading them runs what they hold, or starts other programs (S03).
_RUNNERS = {"marshal", "pickle", "shelve", "dill", "cloudpickle", "subprocess", "pty", "yaml"}
#: What tells who a reader is (R22); only the counter of tries may look.
_TRACES = {"remote_addr", "access_route", "user_agent", "remote_user", "referrer"}
_TRACE_HEADERS = {"user-agent", "referer", "x-forwarded-for", "forwarded", "x-real-ip"}
_LOOKS = "core/throttle.py"


def _name(node: ast.AST) -> str:
    """Return the dotted name of a call or attribute, as far as it has one."""
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _among(name: str, known: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in known)


def no_outside(node: ast.AST, _where: str) -> str | None:
    return next((name for name in _imported(node) if _among(name, _CLIENTS)), None)


def no_code_from_text(node: ast.AST, _where: str) -> str | None:
    for name in _imported(node):
        if _among(name, _RUNNERS):
            return name
    if not isinstance(node, ast.Call):
        return None
    called = _name(node.func)
    if called in {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}:
        return called
    last = called.rpartition(".")[2]
    if last in {"render_template_string", "from_string"}:
        return called
    return "shell=True" if any(word.arg == "shell" for word in node.keywords) else None


def no_unescaped_markup(node: ast.AST, _where: str) -> str | None:
    if isinstance(node, ast.Name | ast.Attribute):
        name = _name(node).rpartition(".")[2]
        return name if name in {"Markup", "mark_safe"} else None
    return next((n for n in _imported(node) if n.endswith(".Markup")), None)


def no_statement_put_together(node: ast.AST, _where: str) -> str | None:
    """SQL is written whole, or by SQLAlchemy; values are bound, never pasted in (S02)."""
    if not isinstance(node, ast.Call) or not node.args:
        return None
    called = _name(node.func).rpartition(".")[2]
    if called not in {"text", "execute", "exec_driver_sql", "executescript", "executemany"}:
        return None
    first = node.args[0]
    pasted = isinstance(first, ast.JoinedStr | ast.BinOp) or (
        isinstance(first, ast.Call) and _name(first.func).endswith("format")
    )
    return ast.unparse(node) if pasted else None


def no_trace_of_a_reader(node: ast.AST, where: str) -> str | None:
    if where == _LOOKS:
        return None
    if isinstance(node, ast.Attribute) and node.attr in _TRACES:
        return node.attr
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if node.value.lower() in _TRACE_HEADERS else None
    return None


def no_weak_chance(node: ast.AST, where: str) -> str | None:
    """Keys and codes come from ``secrets``; only made-up answers may be drawn by ``random``."""
    if where.startswith("demo/"):
        return None
    return next((name for name in _imported(node) if _among(name, {"random"})), None)


RULES: dict[Rule, list[str]] = {
    no_outside: ["import requests", "from urllib.request import urlopen", "import http.client"],
    no_code_from_text: [
        "eval(x)", "exec(x)", "import pickle", "from yaml import load", "import subprocess",
        "os.system(x)", "run(x, shell=True)", "flask.render_template_string(x)",
    ],
    no_unescaped_markup: ["Markup(x)", "from markupsafe import Markup", "flask.Markup(x)"],
    no_statement_put_together: [
        "session.execute(f'DELETE FROM {x}')", "text('a' + x)", "text('%s' % x)",
        "connection.exec_driver_sql('{}'.format(x))",
    ],
    no_trace_of_a_reader: [
        "request.remote_addr", "request.user_agent.string", "request.headers['User-Agent']",
        "request.headers.get('X-Forwarded-For')",
    ],
    no_weak_chance: ["import random", "from random import choice"],
}  # fmt: skip

#: Where a rule is broken for a good reason: file, then what it says there.
EXCUSED = {
    ("core/db.py", "connection.execute(f'PRAGMA {pragma}')"): "constants in the line above it",
    (
        "summaries/snapshots/keeping.py",
        "raw.execute(f'PRAGMA busy_timeout={milliseconds}')",
    ): "a whole number of our own; PRAGMA takes no parameters",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_a_planted_fault(rule: Rule) -> None:
    for planted in RULES[rule]:
        assert any(rule(node, "x.py") for node in ast.walk(ast.parse(planted))), planted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_module_does_it(rule: Rule) -> None:
    assert len(MODULES) > 100
    found = [
        (where, told)
        for module in MODULES
        for where in [module.relative_to(ROOT).as_posix()]
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if (told := rule(node, where)) and (where, told) not in EXCUSED
    ]

    assert found == []


def test_no_page_prints_what_is_not_escaped() -> None:
    pages = sorted(ROOT.rglob("*.html"))
    assert len(pages) > 30
    marks = ("|safe", "| safe", "autoescape false", "|tojson", "| tojson", "<!--", "javascript:")
    found = {
        (page.relative_to(ROOT).as_posix(), mark)
        for page in pages
        for mark in marks
        if mark in page.read_text("utf-8")
    }

    # JSON-LD about a published paper: Flask's filter writes <, > and & as \u escapes.
    assert found == {("public/templates/public/document.html", "| tojson")}


#: What a script may do although others may not: script, then the word.
SCRIPTS_EXCUSED = {
    ("answer.js", "localStorage"): "answers kept by choice (TRUST.md R06, R26)",
    ("waiting.js", "localStorage"): "deletes what was kept by choice",
    ("sw.js", "fetch("): "the worker fetches the very pages that the browser asked for",
}


def test_no_script_has_a_text_over_several_lines() -> None:
    # The room before a line is not served (core/web.py).
    for script in sorted(ROOT.rglob("*.js")):
        for line in script.read_text("utf-8").splitlines():
            assert line.lstrip().startswith("//") or line.count("`") % 2 == 0, (script.name, line)
            assert not line.endswith("\\"), (script.name, line)


def test_no_script_writes_markup_or_calls_out() -> None:
    found = [
        (script.name, word)
        for script in sorted(ROOT.rglob("*.js"))
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                     "document.cookie", "fetch(", "sendBeacon",
                     "XMLHttpRequest", "WebSocket", "http:", "https:")
        if word in script.read_text("utf-8") and (script.name, word) not in SCRIPTS_EXCUSED
    ]  # fmt: skip

    assert found == []
