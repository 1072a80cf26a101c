from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from archive.arabic.frequencies import FrequencyTable
from search.engine import (
    ColumnarIndex,
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    Request,
    TextField,
)
from search.index.analyzers import ArabicAnalyzer
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.state import Match

ARTICLES = {
    "trump": ("ترمب يعود", "قال دونالد ترمب في واشنطن إن القوات ستنسحب من سورية.", "sana", 2024),
    "donald": ("دونالد ينتظر", "ترامب ينتظر دونالد في القصر.", "athr-press", 2023),
    "aleppo": ("حلب تستقبل اللاجئين", "عاد لاجئون إلى حلب وإلى دمشق أيضاً.", "sana", 2023),
    "milk": ("حليب الأطفال", "ارتفع سعر الحليب في دمشق.", "athr-press", 2022),
    "august": ("موعد", "تعقد الجلسة في أغسطس 2024 في بيروت.", "sana", None),
}

SNAPSHOT = []


@cache
def analyzer():
    return ArabicAnalyzer(FrequencyTable.shipped())


@pytest.fixture(scope="module")
def index(tmp_path_factory):
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
    return made.snapshot()


@pytest.fixture(autouse=True)
def _searched(index):
    SNAPSHOT[:] = [index]


def resolve(field, name):
    return {("outlet", "سانا"): ["sana"], ("outlet", "athr-press"): ["athr-press"]}.get(
        (field, name), []
    )


def compiled(text, match=Match.FAMILY, **options):
    return compile_tree(parse(text, **options).tree, analyzer(), match, resolve)


def search(query):
    return [hit.key for hit in SNAPSHOT[0].search(Request(query)).hits]


def found(text, match=Match.FAMILY, **options):
    return set(search(compiled(text, match, **options).query))


def test_every_word_is_required():
    assert found("دمشق لاجئ") == {"aleppo"}


def test_any_word_is_enough_when_asked():
    assert found("لاجئ واشنطن", any_word=True) == {"trump", "aleppo"}
    assert found("any:لاجئ واشنطن") == {"trump", "aleppo"}


def test_a_word_finds_its_family():
    assert "aleppo" in found("اللاجئين")
    assert "trump" in found("سوريا")


def test_variants_leave_the_stem_apart():
    assert found("سورية", Match.VARIANTS) == {"trump"}
    assert found("لاجئون", Match.VARIANTS) == {"aleppo"}
    assert found("لاجئة", Match.VARIANTS) == set()


def test_exact_finds_the_word_as_written():
    assert found("لاجئون", Match.EXACT) == {"aleppo"}
    assert found("لاجئين", Match.EXACT) == set()


def test_a_phrase_keeps_its_order_and_its_stop_words():
    assert found('"دونالد ترامب"') == {"trump"}
    assert found('"ترمب في واشنطن"') == {"trump"}
    assert found('"ترمب واشنطن"') == set()


def test_a_phrase_may_be_wider():
    assert found('"ترمب واشنطن"~2') == {"trump"}


def test_stop_words_ask_for_nothing_among_others():
    assert found("لاجئون على حلب") == {"aleppo"}


def test_stop_words_alone_are_searched_for():
    assert found("أيضاً") == {"aleppo"}


def test_a_refused_word_refuses_its_form_alone():
    assert found("دمشق -حلب") == {"milk"}
    assert found("دمشق -حليب") == {"aleppo"}


def test_refusals_alone_find_the_rest():
    assert found("-دمشق") == {"trump", "donald", "august"}


def test_or_joins_two_words():
    assert found("في واشنطن أو بيروت") == {"trump", "august"}


def test_a_prefix_finds_with_and_without_the_article():
    assert "aleppo" in found("لاج*")
    assert "milk" in found("الحلي*")


def test_a_fuzzy_word_finds_its_neighbours():
    assert found("واشنظن~") == {"trump"}
    assert found("واشنظن") == set()


def test_title_is_a_field():
    assert found("عنوان:اللاجئون") == {"aleppo"}
    assert found("عنوان:دمشق") == set()
    assert found("عنوان:(حلب أو حليب) دمشق") == {"aleppo", "milk"}


def test_a_word_in_the_title_counts_more():
    ranked = search(compiled("ترمب").query)
    assert ranked[0] == "trump"


def test_an_outlet_is_found_by_its_name_or_key():
    assert found("دمشق outlet:سانا") == {"aleppo"}
    assert found("دمشق -outlet:سانا") == {"milk"}
    assert found("outlet:(سانا أو athr-press) دمشق") == {"aleppo", "milk"}


def test_an_unknown_outlet_finds_nothing_and_is_named():
    query = compiled("دمشق outlet:غيرموجود")
    assert search(query.query) == []
    assert [(notice.code, notice.shown) for notice in query.notices] == [
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
def test_a_date_finds_intervals_that_overlap_it(text, keys):
    assert found(text) == keys


def test_a_month_is_found_by_its_other_names():
    assert found("آب 2024") == {"august"}


def test_nothing_to_search_for_finds_everything():
    assert found("") == set(ARTICLES)


def test_words_that_the_analyzer_does_not_see_find_nothing():
    class Blind:
        spans = staticmethod(lambda text: iter(()))

    assert search(compile_tree(parse("دمشق").tree, Blind()).query) == []


def test_most_words_finds_what_lacks_one_and_keeps_the_filters():
    assert set(search(compiled("دمشق لاجئ واشنطن").most_words_query())) == {"aleppo"}
    assert set(search(compiled("دمشق بيروت").most_words_query())) == {"aleppo", "milk", "august"}
    assert search(compiled("دمشق بيروت outlet:athr-press").most_words_query()) == ["milk"]


def test_most_words_leaves_out_what_has_them_all():
    assert "aleppo" not in search(compiled("دمشق لاجئون").most_words_query())


def test_most_words_may_find_nothing():
    assert search(compiled("زرافة فيل كركدن").most_words_query()) == []


def test_one_word_has_none_to_spare():
    assert compiled("دمشق").most_words_query() is None


def test_the_order_of_a_wide_phrase_is_free():
    assert found('"واشنطن ترمب"~2') == {"trump"}


def test_a_byline_is_found_by_its_words():
    assert found("كاتب:الحلبي واشنطن") == {"trump"}


def test_clauses_name_what_each_asks_for():
    shown = [clause.shown for clause in compiled('حلب "عاد لاجئون" في سوري*').clauses]
    assert shown == ["حلب", "عاد لاجئون", "سوري*"]
