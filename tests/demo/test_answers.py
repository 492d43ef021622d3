"""The made-up answers: the same everywhere, uneven in a plausible way, valid as typed ones."""

from collections import Counter

from consult.core.locales import LANGUAGES
from consult.core.regions import Region
from consult.demo import answers, content
from consult.demo.answers import MadeUpResponse


def made(seed: int = answers.SEED, count: int = 600) -> list[MadeUpResponse]:
    return answers.make(count, 42, content.texts(), seed=seed)


def test_the_same_seed_gives_the_same_answers_and_another_gives_others() -> None:
    assert made() == made()
    assert made() != made(seed=2)


def test_each_made_up_text_is_written_by_one_response_in_its_own_language() -> None:
    written = Counter(
        (code, one.language, text) for one in made() for code, text in one.texts.items()
    )
    expected = Counter(
        (code, tag, entry.text)
        for code, by_language in content.texts().items()
        for tag, entries in by_language.items()
        for entry in entries
    )
    assert written == expected


def test_a_text_under_a_show_if_rule_is_written_only_where_it_was_shown() -> None:
    for one in made():
        if "where" in one.texts:
            assert one.answers["know_where"] == "yes"
        assert ("what_is_it-other" in one.texts) == ("other" in one.answers.get("what_is_it", ()))


def test_every_language_is_spoken_and_one_region_is_nearly_silent() -> None:
    languages = Counter(one.language for one in made())
    regions = Counter(one.answers.get("region") for one in made())
    assert set(languages) == set(LANGUAGES)
    assert min(languages.values()) >= 30
    assert 0 < regions[Region.AFR] < 5
    assert all(regions[region] >= 30 for region in Region if region is not Region.AFR)


def test_languages_go_with_regions_and_feeling_safe_goes_with_what_is_seen() -> None:
    arab = Counter(o.language for o in made() if o.answers.get("region") == Region.ARB)
    assert arab["ar"] > sum(arab.values()) / 2

    def mean(often: set[str]) -> float:
        safe = [
            o.answers["safe"]
            for o in made()
            if "safe" in o.answers and o.answers.get("how_often") in often
        ]
        return float(sum(safe) / len(safe))

    assert mean({"never", "rarely"}) > mean({"often", "every_day"}) + 0.5


def test_the_authors_of_the_chosen_quotes_agreed_to_be_quoted() -> None:
    chosen = {
        entry.text
        for by_language in content.texts().values()
        for entries in by_language.values()
        for entry in entries
        if entry.chosen
    }
    writers = [one for one in made() if chosen & set(one.texts.values())]
    assert len(chosen) >= 3 * len(LANGUAGES)
    assert all(one.may_be_quoted for one in writers)
    assert 0.7 < sum(one.may_be_quoted for one in made() if one.texts) / 170 < 1
