"""Parts of texts: sentences of names, beginnings, captures about a span, changes."""

from __future__ import annotations

from search.hits.snippets import Fragment
from search.presentation.excerpts import (
    MAX_SHOWN_LETTERS,
    beginning_of,
    capture_text,
    changed_text,
    sentence_about,
)

ADDED = "وقال مديره إن القاعات تضم ألف قطعة."
TEXT = "وصل الوفد أمس. ثم زار متحف حلب الوطني صباحاً! وغادر بعد ذلك."


def test_sentence_ends_at_full_stops() -> None:
    start = TEXT.index("حلب")
    assert sentence_about(TEXT, start, start + 3) == (
        Fragment("ثم زار متحف "),
        Fragment("حلب", marked=True),
        Fragment(" الوطني صباحاً!"),
    )


def test_long_sentence_is_cut_between_words() -> None:
    words = "كلمة " * 100
    text = f"{words}حلب {words}"
    start = text.index("حلب")
    before, _name, after = sentence_about(text, start, start + 3)
    assert before.text.startswith("… كلمة ")
    assert after.text.endswith("كلمة …")


def test_beginning_is_cut_between_words() -> None:
    assert beginning_of("كلمة أخرى طويلة", letters=11) == "كلمة أخرى …"
    assert beginning_of("كلمة\nأخرى") == "كلمة أخرى"


def test_long_capture_is_shown_about_its_span() -> None:
    text = "ا" * MAX_SHOWN_LETTERS + "هدف" + "ب" * MAX_SHOWN_LETTERS
    shown = capture_text(text, [[MAX_SHOWN_LETTERS, MAX_SHOWN_LETTERS + 3]])
    assert shown.cut
    assert Fragment("هدف", marked=True) in shown.fragments
    assert sum(len(fragment.text) for fragment in shown.fragments) == MAX_SHOWN_LETTERS


def test_damaged_spans_never_lose_text() -> None:
    shown = capture_text("نص قصير", [[5, 2], [0, 2], [1, 99], [-4, 1]])
    assert "".join(fragment.text for fragment in shown.fragments) == "نص قصير"


def test_corrected_word_is_marked_on_both_sides() -> None:
    change = changed_text("دام خمسة أعوام", "دام ستة أعوام")
    assert change.before == (Fragment("دام "), Fragment("خمسة ", True), Fragment("أعوام"))
    assert change.after == (Fragment("دام "), Fragment("ستة ", True), Fragment("أعوام"))


def test_added_paragraph_has_nothing_before_it() -> None:
    change = changed_text("", ADDED)
    assert change.before == ()
    assert change.after == (Fragment(ADDED),)
