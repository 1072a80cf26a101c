"""HTML that a record holds: every word of it, a line a paragraph."""

from __future__ import annotations

import pytest

from archive.ingest.decoding.html_fragments import fragment_text, plain_line


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>سطر أول</p><p>سطر <b>ثان</b></p>", "سطر أول\nسطر ثان"),
        ("سطر أول<br>سطر ثان<br/><br/>ثالث", "سطر أول\nسطر ثان\nثالث"),
        ("سطر أول\n\nسطر <em>ثان</em>\nثالث", "سطر أول\nسطر ثان\nثالث"),
        ("<p>سطر\nواحد</p>\n<figure><figcaption>صورة</figcaption></figure>", "سطر واحد\nصورة"),
        ("<ul><li>أ</li><li>ب</li></ul><script>x()</script><style>a{}</style>", "أ\nب"),
        ("نص فيه 3 < 5 و 7 > 2", "نص فيه 3 < 5 و 7 > 2"),
        ("نص &quot;مقتبس&quot; &#8211; هنا", 'نص "مقتبس" – هنا'),
        ("[gallery ids=1]قبل [caption id=2]<img src=a> كلام[/caption]", "قبل كلام"),
        ("قال [الوزير] ذلك", "قال [الوزير] ذلك"),
        ("", ""),
    ],
)
def test_words_stay_and_markup_goes(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


def test_a_title_that_was_escaped_twice_is_read() -> None:
    assert plain_line("أخبار &amp;#8230; <b>عاجل</b>\n الآن") == "أخبار … عاجل الآن"


def test_endless_nesting_ends() -> None:
    assert "كلمة" in fragment_text("<div>" * 20_000 + "كلمة")
