"""What staff read: kinds of question, flags, settings, operators and changes by their names."""

from consult.core.locales import N_

KINDS = {
    "single_choice": N_("One choice out of a list"),
    "multiple_choice": N_("Several choices out of a list"),
    "scale": N_("A scale of numbers"),
    "ranking": N_("Put in order"),
    "matrix": N_("The same choices for several rows"),
    "statements": N_("Statements: agree, disagree or pass"),
    "yes_no": N_("Yes or no"),
    "number": N_("A number"),
    "date": N_("A date"),
    "email": N_("An e-mail address, only where contact is agreed"),
    "short_text": N_("A line of own words"),
    "long_text": N_("Own words, as long as they like"),
    "age_band": N_("Age, in bands"),
    "region": N_("Region of the world"),
    "card": N_("Only to read"),
}
FLAGS = {
    "required": N_("Ask to answer it; it can still be skipped"),
    "prefer_not": N_("Offer “I prefer not to say”"),
    "other": N_("Offer “Other”, with a line to write"),
    "own_topic": N_("It asks for topics of their own"),
    "sensitive": N_("It touches something hard"),
}
SETTINGS = {
    "low": N_("First number of the scale"),
    "high": N_("Last number of the scale"),
    "at_most": N_("Most choices that may be ticked"),
    "minimum": N_("Smallest number"),
    "maximum": N_("Largest number"),
    "longest": N_("Most characters"),
    "whole": N_("Whole numbers only"),
    "precision": N_("How exact: day, month or year"),
    "earliest": N_("Earliest date, like 2020-01-31"),
    "latest": N_("Latest date, like 2030-12-31"),
}
PRECISIONS = {"day": N_("A day"), "month": N_("A month"), "year": N_("A year")}
PARTS = {
    "title": N_("Title"),
    "introduction": N_("Introduction"),
    "text": N_("Question"),
    "hint": N_("Hint"),
    "choice": N_("Choice"),
    "row": N_("Row"),
    "low_label": N_("Words at the first number"),
    "high_label": N_("Words at the last number"),
}
OPERATORS = {
    "equals": N_("is"),
    "not-equals": N_("is not"),
    "includes": N_("has among the ticked"),
    "not-includes": N_("has not among the ticked"),
    "at_least": N_("is at least"),
    "at_most": N_("is at most"),
    "answered": N_("is answered"),
    "not-answered": N_("is not answered"),
}
ACTS = {
    "add": N_("Begun"),
    "replace": N_("Replaced from a file"),
    "words": N_("Words changed"),
    "languages": N_("Languages changed"),
    "rule": N_("Changed when it is shown"),
    "page.add": N_("Page added"),
    "page.move": N_("Page moved"),
    "page.delete": N_("Page deleted"),
    "question.add": N_("Question added"),
    "question.reuse": N_("Questions taken over"),
    "question.copy": N_("Question copied"),
    "question.move": N_("Question moved"),
    "question.delete": N_("Question deleted"),
    "question.settings": N_("Settings changed"),
    "question.kind": N_("Kind changed"),
    "choice.add": N_("Choice added"),
    "choice.move": N_("Choice moved"),
    "choice.delete": N_("Choice deleted"),
    "back": N_("Went back"),
    "translate": N_("Translated"),
    "translate.file": N_("Translations taken from a file"),
    "translate.machine": N_("Translated by a machine"),
}
#: What happened to a question between two versions.
DIFFERENCES = {
    "added": N_("Added"),
    "removed": N_("Removed"),
    "changed": N_("Changed"),
    "moved": N_("Moved"),
}
