"""Query trees over a real index: what each way of asking finds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import cast

import pytest
from whoosh.query import Query

from archive.arabic.frequencies import FrequencyTable
from search.contract import (
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    Request,
    TextField,
)
from search.engine import ColumnarIndex, Snapshot
from search.index.analyzers import ArabicAnalyzer, Match
from search.query.compile import Compiled, compile_tree
from search.query.language import parse
from search.query.tree import Node, Word

ARTICLES: dict[str, tuple[str, str, str, int | None]] = {
    "trump": ("ترمب يعود", "قال دونالد ترمب في واشنطن إن القوات ستنسحب من سورية.", "sana", 2024),
    "donald": ("دونالد ينتظر", "ترامب ينتظر دونالد في القصر.", "athr-press", 2023),
    "aleppo": ("حلب تستقبل اللاجئين", "عاد لاجئون إلى حلب وإلى دمشق أيضاً.", "sana", 2023),
    "milk": ("حليب الأطفال", "ارتفع سعر الحليب في دمشق.", "athr-press", 2022),
    "far": ("أخبار", "هدأت الريح، ومشى مراد نحو القلعة بعد أن عاد من السوق سامي.", "sana", None),
    "near": ("أخبار", "مشى نحو السوق مراد الحكيم سامي، ثم عاد من القلعة بعد الريح.", "sana", None),
    "august": ("موعد", "تعقد الجلسة في أغسطس 2024 في بيروت.", "sana", None),
}

ADDRESSES = {"سانا": "sana", "athr-press": "athr-press"}


@cache
def analyzer() -> ArabicAnalyzer:
    return ArabicAnalyzer(FrequencyTable.shipped())


def resolve(field: str, typed: str) -> list[str]:
    return [ADDRESSES[typed]] if field == "outlet" and typed in ADDRESSES else []


def compiled(text: str, match: Match = Match.INFLECTION, *, any_word: bool = False) -> Compiled:
    return compile_tree(parse(text, any_word=any_word).tree, analyzer(), match, resolve)


@dataclass(frozen=True, slots=True)
class Archive:
    """The articles, indexed."""

    snapshot: Snapshot

    def ranked(self, query: Query | None) -> list[str]:
        assert query is not None
        return [hit.key for hit in self.snapshot.search(Request(query)).hits]

    def scored(self, query: Query) -> dict[str, float]:
        return {hit.key: hit.score for hit in self.snapshot.search(Request(query)).hits}

    def found(
        self, text: str, match: Match = Match.INFLECTION, *, any_word: bool = False
    ) -> set[str]:
        return set(self.ranked(compiled(text, match, any_word=any_word).query))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    schema = IndexSchema(
        (
            KeyField("key"),
            TextField("text", analyzer()),
            TextField("title", analyzer()),
            TextField("byline", analyzer()),
            KeywordField("outlet"),
            NumberField("date_earliest"),
            NumberField("date_latest"),
        )
    )
    made = ColumnarIndex.create(tmp_path_factory.mktemp("index"), schema, fingerprint="test")
    with made.writer() as writer:
        for key, (title, body, outlet, year) in ARTICLES.items():
            writer.add(
                Document(
                    key,
                    text={"text": [title, body], "title": title, "byline": "سامر الحلبي"},
                    keywords={"outlet": [outlet]},
                    numbers={
                        "date_earliest": date(year, 3, 1).toordinal() if year else None,
                        "date_latest": date(year, 3, 31).toordinal() if year else None,
                    },
                )
            )
    return Archive(made.snapshot())


def test_every_word_is_required(archive: Archive) -> None:
    assert archive.found("دمشق لاجئ") == {"aleppo"}


def test_any_word_is_enough_when_asked(archive: Archive) -> None:
    assert archive.found("لاجئ واشنطن", any_word=True) == {"trump", "aleppo"}
    assert archive.found("any:لاجئ واشنطن") == {"trump", "aleppo"}


def test_a_word_finds_its_inflected_forms(archive: Archive) -> None:
    assert "aleppo" in archive.found("اللاجئين")
    assert "trump" in archive.found("سوريا")


def test_a_root_finds_only_where_it_is_asked_for(archive: Archive) -> None:
    assert archive.found("حلب") == {"aleppo"}
    assert archive.found("حلب", Match.ROOT) == {"aleppo", "milk"}


def test_a_root_adds_to_the_score_of_what_was_found(archive: Archive) -> None:
    query = compiled("دمشق حليب", any_word=True)
    without = replace(query, boosts=())
    ranked, plain = (archive.scored(each.query) for each in (query, without))
    assert set(ranked) == set(plain) == {"aleppo", "milk"}
    assert ranked["aleppo"] > plain["aleppo"], "حلب is of the root of حليب"


def test_exact_finds_the_word_as_written(archive: Archive) -> None:
    assert archive.found("لاجئون", Match.EXACT) == {"aleppo"}
    assert archive.found("لاجئين", Match.EXACT) == set()


def test_a_phrase_keeps_its_order_and_its_stop_words(archive: Archive) -> None:
    assert archive.found('"دونالد ترامب"') == {"trump"}
    assert archive.found('"ترمب في واشنطن"') == {"trump"}
    assert archive.found('"ترمب واشنطن"') == set()


def test_a_phrase_may_be_wider(archive: Archive) -> None:
    assert archive.found('"ترمب واشنطن"~2') == {"trump"}


def test_stop_words_ask_for_nothing_among_others(archive: Archive) -> None:
    assert archive.found("لاجئون على حلب") == {"aleppo"}


def test_stop_words_alone_are_searched_for(archive: Archive) -> None:
    assert archive.found("أيضاً") == {"aleppo"}


def test_a_word_is_never_refused_by_its_root(archive: Archive) -> None:
    assert archive.found("دمشق -حلب") == {"milk"}
    assert archive.found("دمشق -حليب") == {"aleppo"}
    assert "milk" in archive.found("دمشق -حلب", Match.ROOT)


@pytest.mark.parametrize("match", [Match.EXACT, Match.INFLECTION])
@pytest.mark.parametrize("word", ["حلب", "اللاجئين", "سوريا", "واشنطن"])
def test_a_word_and_its_refusal_add_up_to_everything(
    archive: Archive, word: str, match: Match
) -> None:
    found, refused = archive.found(word, match), archive.found(f"-{word}", match)
    assert found | refused == set(ARTICLES)
    assert not found & refused


def test_refusals_alone_find_the_rest(archive: Archive) -> None:
    assert archive.found("-دمشق") == {"trump", "donald", "august", "near", "far"}


def test_or_joins_two_words(archive: Archive) -> None:
    assert archive.found("في واشنطن أو بيروت") == {"trump", "august"}


def test_a_star_may_stand_before_or_inside_a_word(archive: Archive) -> None:
    assert "aleppo" in archive.found("*اجئون")
    assert "aleppo" in archive.found("لا*ئون")
    assert archive.found("*قزحطب") == set()


def test_a_prefix_finds_with_and_without_the_article(archive: Archive) -> None:
    assert "aleppo" in archive.found("لاج*")
    assert "milk" in archive.found("الحلي*")


def test_a_fuzzy_word_finds_its_neighbours(archive: Archive) -> None:
    assert archive.found("واشنظن~") == {"trump"}
    assert archive.found("واشنظن") == set()


def test_title_is_a_field(archive: Archive) -> None:
    assert archive.found("عنوان:اللاجئون") == {"aleppo"}
    assert archive.found("عنوان:دمشق") == set()
    assert archive.found("عنوان:(حلب أو حليب) دمشق") == {"aleppo", "milk"}


def test_a_word_in_the_title_counts_more(archive: Archive) -> None:
    ranked = archive.ranked(compiled("ترمب").query)
    assert ranked[0] == "trump"


@pytest.mark.parametrize("any_word", [False, True])
def test_words_typed_side_by_side_rank_what_holds_them_so(archive: Archive, any_word: bool) -> None:
    for text in ("مراد سامي", "في مراد سامي", "مراد سامي السوق"):
        query = compiled(text, any_word=any_word)
        assert archive.ranked(query.query)[0] == "near"
    scored = archive.scored(compiled("سامي مراد").query)
    assert scored["near"] == pytest.approx(scored["far"]), "in the other order they are no pair"


def test_an_outlet_is_found_by_its_name_or_key(archive: Archive) -> None:
    assert archive.found("دمشق outlet:سانا") == {"aleppo"}
    assert archive.found("دمشق -outlet:سانا") == {"milk"}
    assert archive.found("outlet:(سانا أو athr-press) دمشق") == {"aleppo", "milk"}


def test_an_unknown_outlet_finds_nothing_and_is_named(archive: Archive) -> None:
    query = compiled("دمشق outlet:غيرموجود")
    assert archive.ranked(query.query) == []
    assert [(notice.kind, notice.shown) for notice in query.notices] == [
        ("unknown_value", "غيرموجود")
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("after:2023", {"trump", "donald", "aleppo"}),
        ("before:2022", {"milk"}),
        ("date:2023-03-15", {"donald", "aleppo"}),
        ("date:2023-04", set()),
        ("بعد:2023 قبل:2023", {"donald", "aleppo"}),
    ],
)
def test_a_date_finds_intervals_that_overlap_it(
    archive: Archive, text: str, keys: set[str]
) -> None:
    assert archive.found(text) == keys


def test_a_month_is_found_by_its_other_names(archive: Archive) -> None:
    assert archive.found("آب 2024") == {"august"}


def test_nothing_to_search_for_finds_everything(archive: Archive) -> None:
    assert archive.found("") == set(ARTICLES)


def test_a_word_without_a_letter_finds_nothing(archive: Archive) -> None:
    assert archive.ranked(compile_tree(Word("؟"), analyzer()).query) == []


def test_what_is_no_node_of_a_tree_is_refused_by_its_name() -> None:
    with pytest.raises(TypeError, match="Document is no node of a query tree"):
        compile_tree(cast(Node, Document("key")), analyzer())


def test_articles_with_half_of_the_words_keep_the_filters(archive: Archive) -> None:
    def some(text: str) -> set[str]:
        return set(archive.ranked(compiled(text).some_words_query()))

    assert some("دمشق لاجئ واشنطن") == {"aleppo"}
    assert some("دمشق حليب سعر لاجئ واشنطن بيروت") == {"milk"}
    assert some("دمشق سعر حلب بيروت") == {"aleppo", "milk"}
    assert some("دمشق سعر حلب بيروت outlet:athr-press") == {"milk"}


def test_articles_with_every_word_are_not_among_those_with_some(archive: Archive) -> None:
    assert archive.ranked(compiled("دمشق لاجئون حلب").some_words_query()) == []


def test_some_words_may_find_nothing(archive: Archive) -> None:
    assert archive.ranked(compiled("زرافة فيل كركدن").some_words_query()) == []


@pytest.mark.parametrize("text", ["", "دمشق", "دمشق بيروت", '"عاد لاجئون" دمشق'])
def test_two_words_have_none_to_spare(text: str) -> None:
    assert compiled(text).some_words_query() is None


def test_the_order_of_a_wide_phrase_is_free(archive: Archive) -> None:
    assert archive.found('"واشنطن ترمب"~2') == {"trump"}


def test_a_byline_is_found_by_its_words(archive: Archive) -> None:
    assert archive.found("كاتب:الحلبي واشنطن") == {"trump"}


def test_clauses_name_what_each_asks_for() -> None:
    shown = [clause.shown for clause in compiled('حلب "عاد لاجئون" في سوري*').clauses]
    assert shown == ["حلب", "عاد لاجئون", "سوري*"]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("مهرجان كان", ["مهرجان كان"]),
        ("افتتاح مهرجان كان السينمائي", ["افتتاح", "مهرجان كان", "السينمائي"]),
        ("بان كي مون", ["بان كي مون"]),
        ("أم درمان", ["أم درمان"]),
        ("حلب-دمشق", ["حلب", "دمشق"]),
        ("سي-إن-إن", ["سي-إن-إن"]),
        ("إف-16", ["إف-16"]),
    ],
)
def test_names_with_stop_words_and_hyphens_ask_for_what_they_name(
    text: str, clauses: list[str]
) -> None:
    assert [clause.shown for clause in compiled(text).clauses] == clauses


@pytest.mark.parametrize(
    ("text", "is_name"),
    [("في مهرجان كان أمس", True), ("بمهرجان كان", True), ("المهرجان كان ناجحاً", False)],
)
def test_a_name_with_a_stop_word_stands_without_the_article(text: str, is_name: bool) -> None:
    terms = compiled("مهرجان كان").terms[0]
    found = [set(analyzer().terms(word)) for word in analyzer().words(text)]
    assert is_name is any(
        not found[at].isdisjoint(terms.positions[0])
        and not found[at + 1].isdisjoint(terms.positions[1])
        for at in range(len(found) - 1)
    )
