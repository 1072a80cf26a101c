"""Words that should meet do, words that should not do not, and offsets point home."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Phrase

from archive.arabic.calendar_names import SEPARATORS
from archive.arabic.frequencies import FrequencyTable
from search.index.analyzers import ArabicAnalyzer, Match


@pytest.fixture(scope="module")
def analyzer() -> ArabicAnalyzer:
    return ArabicAnalyzer(FrequencyTable.shipped())


def meet(analyzer: ArabicAnalyzer, query: str, text: str, match: Match) -> bool:
    """Whether every word of ``query`` is found in ``text`` at this match."""
    indexed = {term for word in analyzer.words(text) for term in analyzer.terms(word)}
    return all(indexed & set(analyzer.query_terms(word, match)) for word in analyzer.words(query))


@pytest.mark.parametrize(
    ("query", "text", "match"),
    [
        ("القامشلي", "بالقامشلي", Match.INFLECTION),
        ("القامشلي", "وللقامشلي", Match.INFLECTION),
        ("القامشلي", "القامشليّ", Match.EXACT),
        ("القوات الأمريكية", "القوات الأميركية", Match.INFLECTION),
        ("دونالد ترامب", "دونالد ترمب", Match.INFLECTION),
        ("2025", "عام ٢٠٢٥", Match.EXACT),
        ("کتاب", "كتاب", Match.EXACT),
        ("سوريا", "سورية", Match.INFLECTION),
        ("سوريا", "السوريين", Match.INFLECTION),
        ("لاجئ", "للاجئين", Match.INFLECTION),
        ("يناير 2023", "كانون الثاني/يناير 2023", Match.INFLECTION),
        ("كانون الثاني", "في يناير", Match.INFLECTION),
        ("آب", "12 آب 2024", Match.INFLECTION),
        ("8 مارس", "في شهر مارس 8", Match.INFLECTION),
        ("كانون", "كانون الثاني", Match.EXACT),
        ("عبد الله", "عبدالله", Match.EXACT),
        ("عبدالرحمن", "لعبد الرحمن", Match.INFLECTION),
        ("كتب", "الكاتب", Match.ROOT),
        ("ایران", "إيرانُ", Match.EXACT),
        ("bbc", "الـBBC", Match.EXACT),
    ],
)
def test_words_meet(analyzer: ArabicAnalyzer, query: str, text: str, match: Match) -> None:
    assert meet(analyzer, query, text, match)


@pytest.mark.parametrize(
    ("query", "text", "match"),
    [
        ("القامشلي", "بالقامشلي", Match.EXACT),
        ("ترامب", "ترمب", Match.EXACT),
        ("كتب", "الكاتب", Match.INFLECTION),
        ("أغسطس", "قال آب للصحيفة", Match.INFLECTION),
        ("أيلول", "كانون الثاني", Match.INFLECTION),
        ("لاجئ", "اجئ", Match.INFLECTION),
        ("كرد", "رد", Match.INFLECTION),
    ],
)
def test_words_stay_apart(analyzer: ArabicAnalyzer, query: str, text: str, match: Match) -> None:
    assert not meet(analyzer, query, text, match)


def test_kinds_never_collide(analyzer: ArabicAnalyzer) -> None:
    """The form كتب is another term than the root of كاتب."""
    assert not set(analyzer.query_terms("كتب", Match.INFLECTION)) & set(analyzer.terms("كاتب"))


def test_for_the_refugees_is_refugee(analyzer: ArabicAnalyzer) -> None:
    assert "+لاجءين" in analyzer.terms("للاجئين")


@pytest.mark.parametrize("word", ["CIA", "2025", "Damas"])
def test_word_of_other_letters_weighs_as_much(analyzer: ArabicAnalyzer, word: str) -> None:
    """As many terms find and rank it as an Arabic word."""
    for terms in (analyzer.query_terms, analyzer.score_terms):
        assert len(terms(word, Match.INFLECTION)) == len(terms("دمشق", Match.INFLECTION))


def test_a_root_ranks_and_finds_only_where_it_is_asked_for(analyzer: ArabicAnalyzer) -> None:
    assert analyzer.query_terms("كاتب", Match.INFLECTION) == ("+كاتب", "~كاتب")
    root, of_light_stem = analyzer.score_terms("كاتب", Match.INFLECTION)
    assert root == ("^كتب", "~كتب")
    assert {"~كاتب", "~كاتبه"} <= set(of_light_stem)
    assert analyzer.query_terms("كاتب", Match.ROOT) == ("+كاتب", "~كاتب", *root)
    assert analyzer.score_terms("كاتب", Match.ROOT) == ()
    assert analyzer.score_terms("كاتب", Match.EXACT) == ()


def test_a_month_is_ranked_by_its_root_term_too(analyzer: ArabicAnalyzer) -> None:
    assert analyzer.score_terms("أيلول", Match.INFLECTION) == (("^شهر-9",),)


@pytest.mark.parametrize("match", ["variants", "family"])
def test_the_widths_of_earlier_addresses_are_the_default(match: str) -> None:
    assert Match(match) is Match.INFLECTION


def test_stop_word_has_its_exact_term_alone(analyzer: ArabicAnalyzer) -> None:
    assert analyzer.terms("على") == ("=علي",)
    assert analyzer.query_terms("على", Match.INFLECTION) == ("=علي",)


def test_stop_words_keep_their_positions(analyzer: ArabicAnalyzer) -> None:
    positions = {token.text: token.pos for token in analyzer("من دمشق إلى حلب", positions=True)}
    assert (positions["=من"], positions["+دمشق"], positions["=الي"], positions["+حلب"]) == (
        *(0, 1, 2, 3),
    )


def test_phrase_with_a_stop_word_in_whoosh(analyzer: ArabicAnalyzer) -> None:
    index = RamStorage().create_index(Schema(text=TEXT(analyzer=analyzer)))
    writer = index.writer()
    writer.add_document(text="وصل من دمشق إلى حلب")
    writer.commit()
    with index.searcher() as searcher:
        assert len(searcher.search(Phrase("text", ["=دمشق", "=الي", "=حلب"]))) == 1
        assert len(searcher.search(Phrase("text", ["=دمشق", "=حلب"]))) == 0


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("والمقاتلات", ("+مقاتلات", "~مقاتله", "^قتل")),
        ("سيجتمعون", ("+يجتمعون", "~يجتمع", "^جمع")),
        ("بمدارسهم", ("+مدارسهم", "~مدرسه", "^درس")),
        ("وللأمريكيين", ("+امريكيين", "~امريكا", "^امر")),
        ("فالطرق", ("+طرق", "~طريقه", "~طريق", "^طرق")),
        ("12,500", ("+12500", "~12500")),
    ],
)
def test_terms_of_this_version(analyzer: ArabicAnalyzer, word: str, terms: tuple[str, ...]) -> None:
    """Where these change, every index must be built again: raise ``analyzers.ANALYSIS_VERSION``."""
    assert analyzer.terms(word)[1:] == terms


def test_fingerprint_tells_frequency_tables_apart(analyzer: ArabicAnalyzer) -> None:
    other = ArabicAnalyzer(analyzer.frequencies.combined_with({"عفرين": 1}))
    assert other.fingerprint() != analyzer.fingerprint()
    assert ArabicAnalyzer(FrequencyTable.shipped()).fingerprint() == analyzer.fingerprint()


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "ك\ud83dتب", "😀", "\u200f", "ـــ", "/", "12/", "ﷺ", "\x1bكتاب\x07"]
)
def test_broken_text_has_an_analysis(analyzer: ArabicAnalyzer, text: str) -> None:
    assert all(analyzer.terms(word) for word in analyzer.words(text))


DATES_AND_SIGNS = st.lists(
    st.sampled_from(
        ["آب", "آذار", "كانون", "الثاني", "12", " ", "/", "(", "-", "\u064e", "عبد", "الله"]
    )
).map("".join)


@pytest.mark.property
@given(st.text() | DATES_AND_SIGNS)
def test_places_are_the_words_and_point_into_the_text(analyzer: ArabicAnalyzer, text: str) -> None:
    spans = list(zip(*analyzer.places(text), strict=True))
    assert [surface for surface, _, _ in spans] == analyzer.words(text)
    end = 0
    for surface, start, stop in spans:
        assert end <= start < stop
        assert text[start:stop] == surface.strip(SEPARATORS)
        end = stop


@pytest.mark.property
@given(st.text(max_size=40), st.sampled_from(Match))
def test_every_text_finds_itself(analyzer: ArabicAnalyzer, text: str, match: Match) -> None:
    assert meet(analyzer, text, text, match)


def test_name_is_no_stop_word_though_it_folds_to_one(analyzer: ArabicAnalyzer) -> None:
    assert meet(analyzer, "علي", "لعلي", Match.INFLECTION)
    assert not set(analyzer.terms("على")) & {"+علي", "~علي", "^علي"}


@pytest.mark.parametrize("match", Match)
def test_a_name_typed_with_yeh_is_not_the_stop_word(analyzer: ArabicAnalyzer, match: Match) -> None:
    assert not meet(analyzer, "علي", "جلس على الرصيف", match)
    assert meet(analyzer, "علي", "جلس علي هناك", match)


def test_stop_word_written_with_yeh_finds_itself_within_a_phrase(analyzer: ArabicAnalyzer) -> None:
    assert "=علي" in analyzer.phrase_terms("علي", Match.INFLECTION)
    assert "+علي" in analyzer.phrase_terms("علي", Match.INFLECTION)
    assert analyzer.phrase_terms("على", Match.INFLECTION) == ("=علي",)


def test_the_words_of_a_phrase_have_their_forms_alone(analyzer: ArabicAnalyzer) -> None:
    assert analyzer.phrase_terms("واللاجئين", Match.INFLECTION) == ("+لاجءين",)
    assert analyzer.phrase_terms("واللاجئين", Match.ROOT) == ("+لاجءين",)
    assert analyzer.phrase_terms("واللاجئين", Match.EXACT) == ("=واللاجءين",)


def test_whoosh_tokens_point_into_the_original(analyzer: ArabicAnalyzer) -> None:
    text = "قالَ في 12 آب 2024"
    spans = [text[token.startchar : token.endchar] for token in analyzer(text, chars=True)]
    assert list(dict.fromkeys(spans)) == ["قالَ", "في", "12", "آب", "2024"]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("قانونيين", "قانونيون", True),
        ("قانونيين", "قانوني", True),
        ("قانوني", "القانونيين", True),
        ("قانونية", "قانون", True),
        ("قانون", "قانونية", True),
        ("القانونيين", "القانون", False),
        ("القانون", "القانونيون", False),
    ],
)
def test_people_are_not_what_they_are_named_after(
    analyzer: ArabicAnalyzer, query: str, text: str, found: bool
) -> None:
    assert meet(analyzer, query, text, Match.INFLECTION) is found
