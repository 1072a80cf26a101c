"""The sentence of a mention."""

from __future__ import annotations

from search.hits.snippets import Fragment
from search.presentation.paragraphs import beginning_of, sentence_about

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
