"""The kinds of index terms, and the terms that every word of one form has.

The first character of a term is its kind, so that the form كتب is never taken for the root of
كاتب.
"""

from __future__ import annotations

from typing import Final

from archive.arabic.wordforms import WordAnalyzer

KIND_EXACT: Final = "="
KIND_FORM: Final = "+"
KIND_STEM: Final = "~"
KIND_ROOT: Final = "^"
"""Of what is near to a word: its root, the singular of a doubtful plural."""


def term(kind: str, value: str) -> str:
    """Return the index term of ``value`` (folded) as a term of ``kind``."""
    return kind + value


def form_terms(forms: WordAnalyzer, form: str, is_feminine: bool) -> tuple[str, ...]:
    """Return the terms of every word of ``form``, but for the word as it is written.

    ``is_feminine`` says that its last letter was written as teh marbuta. What a stem says already
    is not said again by what is near: see ``ArabicAnalyzer.score_terms``.
    """
    stems, root, doubtful = forms.widened(form, is_feminine)
    if len(stems) == 1 and not doubtful:
        stem = stems[0]
        if root == stem:
            return KIND_FORM + form, KIND_STEM + stem
        return KIND_FORM + form, KIND_STEM + stem, KIND_ROOT + root
    near = {root, *doubtful}.difference(stems)
    return (
        KIND_FORM + form,
        *[KIND_STEM + stem for stem in dict.fromkeys(stems)],
        *[KIND_ROOT + each for each in sorted(near)],
    )
