"""Words that should meet do, words that should not do not, and offsets point home."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from search.analyzers import ArabicAnalyzer


@pytest.fixture(scope="module")
def analyzer() -> ArabicAnalyzer:
    return ArabicAnalyzer(FrequencyTable.shipped())


def meet(analyzer: ArabicAnalyzer, query: str, text: str, match: str) -> bool:
    """Whether every word of ``query`` is found in ``text`` at this match."""
    indexed = {term for word in analyzer.words(text) for term in analyzer.terms(word)}
    return all(indexed & set(analyzer.query_terms(word, match)) for word in analyzer.words(query))


@pytest.mark.parametrize(
    ("query", "text", "match"),
    [
        ("القامشلي", "بالقامشلي", "variants"),
        ("القامشلي", "وللقامشلي", "variants"),
        ("القامشلي", "القامشليّ", "exact"),
        ("القوات الأمريكية", "القوات الأميركية", "variants"),
        ("دونالد ترامب", "دونالد ترمب", "variants"),
        ("2025", "عام ٢٠٢٥", "exact"),
        ("کتاب", "كتاب", "exact"),
        ("سوريا", "سورية", "family"),
        ("سوريا", "السوريين", "family"),
        ("لاجئ", "للاجئين", "family"),
        ("يناير 2023", "كانون الثاني/يناير 2023", "variants"),
        ("كانون الثاني", "في يناير", "variants"),
        ("آب", "12 آب 2024", "family"),
    ],
)
def test_words_meet(analyzer: ArabicAnalyzer, query: str, text: str, match: str) -> None:
    assert meet(analyzer, query, text, match)


@pytest.mark.parametrize(
    ("query", "text", "match"),
    [
        ("القامشلي", "بالقامشلي", "exact"),
        ("ترامب", "ترمب", "exact"),
        ("سوريا", "سورية", "variants"),
        ("أغسطس", "قال آب للصحيفة", "family"),
    ],
)
def test_words_stay_apart(analyzer: ArabicAnalyzer, query: str, text: str, match: str) -> None:
    assert not meet(analyzer, query, text, match)


def test_stop_word_has_its_exact_term_alone(analyzer: ArabicAnalyzer) -> None:
    assert analyzer.terms("على") == ("=علي",)
    assert analyzer.query_terms("على", "family") == ("=علي",)


def test_whoosh_tokens_point_into_the_original(analyzer: ArabicAnalyzer) -> None:
    text = "قالَ في 12 آب 2024"
    spans = [text[token.startchar : token.endchar] for token in analyzer(text, chars=True)]
    assert list(dict.fromkeys(spans)) == ["قالَ", "في", "12", "آب", "2024"]
