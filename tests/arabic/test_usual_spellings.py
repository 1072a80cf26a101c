"""The hamza that a word usually has, where a writer left it out."""

from __future__ import annotations

import pytest

from archive.arabic.usual_spellings import bare, with_usual_alef


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("اعلن الرئيس احمد", "أعلن الرئيس أحمد"),
        ("وقال انه سيبدا الان في الاسكندرية", "وقال أنه سيبدأ الآن في الإسكندرية"),
        ("الى الامم المتحدة، والى اهاليها.", "إلى الأمم المتحدة، وإلى أهاليها."),
        ("ابن عاما في الاتحاد والبحر", "ابن عاما في الاتحاد والبحر"),
        ("أن إن انك", "أن إن انك"),
        ("Ibrahim 12 a-b", "Ibrahim 12 a-b"),
    ],
)
def test_a_hamza_is_written_where_most_write_it(written: str, usual: str) -> None:
    assert with_usual_alef(written) == usual
    assert with_usual_alef(usual) == usual


def test_letters_of_a_text_stay_where_they_are() -> None:
    text = "اكد الامين العام للامم المتحدة ان الاطراف الى الان لم تتفق"
    assert bare(with_usual_alef(text)) == text
    assert len(with_usual_alef(text)) == len(text)
