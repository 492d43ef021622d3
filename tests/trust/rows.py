"""The rows of the trust table, and which tests show each: ``python -m tests.trust.rows`` prints it.

A test says with ``@pytest.mark.trust("R01")`` which row it shows. SECURITY.md holds the table.
"""

import ast
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parents[1]

#: What each row asks for, in short.
ROWS = {
    "R01": "who asks, why, which meeting, who reads, what changes, what not, how long, and after",
    "R02": "texts for young people at a reading age of 11 or lower, in six languages",
    "R03": "the limits of secrecy in plain words, reviewed within a year",
    "R04": "a privacy notice in two layers, made from the data inventory",
    "R05": "assent is an act, nothing is preselected, every question can be skipped",
    "R06": "nothing is stored before sending, unless kept on the phone by choice",
    "R07": "answers can be taken back, and are gone everywhere",
    "R08": "no rewards, pressure, countdowns or shaming",
    "R09": "a refusal leaves no trace",
    "R10": "quotes stand as written, in their own language and direction",
    "R11": "young people can raise topics of their own",
    "R12": "every language whole before opening",
    "R13": "light, without script, for every reader, right to left",
    "R14": "other ways in: paper, groups with a facilitator, listening to the questions",
    "R15": "who was not heard is counted and said",
    "R16": "who reads raw texts has had safeguarding training within two years",
    "R17": "a named safeguarding focal point and a deputy",
    "R18": "a child-rights impact record, not older than a year",
    "R20": "no personal data, and questions that ask for it are found",
    "R21": "age bands and regions, never a birth date or a place",
    "R22": "no address, browser name or exact time is stored",
    "R23": "answers tell neither their invitation nor their order of arrival",
    "R24": "what is promised about anonymity cannot change once answers came",
    "R25": "nothing is loaded from elsewhere",
    "R26": "no cookie for young people; storage on the phone only by choice",
    "R27": "personal data in texts is found, and its author told",
    "R28": "nothing is quoted before two people have read it",
    "R29": "small counts are hidden, and cannot be worked out",
    "R30": "percentages only from 30 on, and whole",
    "R31": "no page gives anybody's single answers",
    "R32": "texts are sealed, each row with its own key",
    "R33": "raw texts are deleted in time, by themselves",
    "R34": "a guardian is asked only where contact is, by country and age",
    "R35": "the youngest only tick answers",
    "R36": "a guardian never sees answers, and the child may still refuse",
    "R37": "the age question is neutral, and changing it unlocks nothing",
    "R38": "help lines on every page, with source and date",
    "R39": "a way out at once, on every page",
    "R40": "signs of harm: support at once, a restricted queue with a clock",
    "R41": "names of other people are found before anything is quoted",
    "R42": "no files are taken from young people",
    "R43": "young people cannot be contacted by each other",
    "R44": "problems can be reported without a name, and are answered",
    "R45": "what was heard and what changed, in time or visibly late",
    "R46": "each recommendation leads back to what was said, and on to its status",
    "R47": "final papers are public for ever, without password or cookie",
    "R48": "four questions about taking part, with published results",
    "R49": "nobody is profiled; where machines helped, the paper says so",
    "R50": "each consultation is measured against nine requirements and ten indicators",
}

#: Rows that no test shows yet, and what is missing.
OPEN: dict[str, str] = {}

#: What a row holds only in part, however well it is tested.
LIMITS = {
    "R41": "names without an introduction are found by readers only: two read what is quoted",
}


def shown_by() -> dict[str, list[str]]:
    """Return the test files by the row they show."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.trust":
                for argument in node.args:
                    found[str(ast.literal_eval(argument))].add(path.relative_to(TESTS).as_posix())
    return {row: sorted(files) for row, files in found.items()}


def table() -> str:
    """Return the table as SECURITY.md holds it."""
    tests = shown_by()
    lines = ["| row | what holds | shown by |", "|---|---|---|"]
    for row, what in ROWS.items():
        files = ", ".join(f"`{name}`" for name in tests.get(row, []))
        missing = f"**open**: {OPEN[row]}" if row in OPEN else LIMITS.get(row, "")
        lines.append(f"| {row} | {what} | {'; '.join(part for part in (files, missing) if part)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())  # noqa: T201 - what the command is for
