"""Arabic letters and signs by name, and the one table that folds them.

Names follow the Unicode character names, shortened to the word that a reader of
Arabic grammar would use.
"""

from __future__ import annotations

from typing import Final

HAMZA: Final = "\u0621"
ALEF_MADDA: Final = "\u0622"
ALEF_HAMZA_ABOVE: Final = "\u0623"
WAW_HAMZA: Final = "\u0624"
ALEF_HAMZA_BELOW: Final = "\u0625"
YEH_HAMZA: Final = "\u0626"
ALEF: Final = "\u0627"
BEH: Final = "\u0628"
TEH_MARBUTA: Final = "\u0629"
TEH: Final = "\u062a"
JEEM: Final = "\u062c"
ZAIN: Final = "\u0632"
SEEN: Final = "\u0633"
GHAIN: Final = "\u063a"
FEH: Final = "\u0641"
KAF: Final = "\u0643"
LAM: Final = "\u0644"
MEEM: Final = "\u0645"
NOON: Final = "\u0646"
HEH: Final = "\u0647"
WAW: Final = "\u0648"
ALEF_MAKSURA: Final = "\u0649"
YEH: Final = "\u064a"
ALEF_WASLA: Final = "\u0671"
PEH: Final = "\u067e"
TCHEH: Final = "\u0686"
JEH: Final = "\u0698"
VEH: Final = "\u06a4"
KEHEH: Final = "\u06a9"
SWASH_KAF: Final = "\u06aa"
GAF: Final = "\u06af"
HEH_DOACHASHMEE: Final = "\u06be"
HEH_GOAL: Final = "\u06c1"
FARSI_YEH: Final = "\u06cc"
E_YEH: Final = "\u06d0"
YEH_BARREE: Final = "\u06d2"
AE: Final = "\u06d5"

TATWEEL: Final = "\u0640"
SUPERSCRIPT_ALEF: Final = "\u0670"
SOFT_HYPHEN: Final = "\u00ad"
BYTE_ORDER_MARK: Final = "\ufeff"

ARABIC_LETTERS: Final = (
    "".join(
        chr(point)
        for start, end in ((0x0620, 0x063F), (0x0641, 0x064A), (0x066E, 0x066F), (0x0671, 0x06D3))
        for point in range(start, end + 1)
    )
    + "\u06d5\u06ee\u06ef\u06fa\u06fb\u06fc\u06ff"
)

PRESENTATION_FORMS: Final = (
    "\ufb50-\ufbb1\ufbd3-\ufc5d\ufc64-\ufcf1\ufcf5-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7"
    "\ufdf0-\ufdf9\ufdfc\ufe80-\ufefc"
)
"""Ranges of the presentation forms A and B that stand for letters or words.

Left out are the forms that are marks (see ``MARKS``) and the signs that stand for a
whole sentence (U+FDFA, U+FDFB, U+FDFD), whose NFKC form would put spaces into a word.
"""

FORMULA_SIGNS: Final = "\ufdfa\ufdfd"
"""The signs of a whole sentence of piety that are read as its words: ﷺ and ﷽."""

TEH_MARBUTA_FORMS: Final = "\ufe93\ufe94"
"""The presentation forms of teh marbuta."""

MARKS: Final = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f"
)
"""Ranges of vowel marks (harakat), superscript alef and Quranic annotation signs,
with the presentation forms of the vowel marks."""

COMBINING_HAMZA_AND_MADDA: Final = "\u0653-\u0655"
"""Signs that NFC joins to the letter they stand on (و + U+0654 = ؤ)."""

INVISIBLES: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Ranges of zero-width signs, bidirectional controls, soft hyphen and byte order mark."""

ARABIC_INDIC_DIGITS: Final = "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"
EXTENDED_ARABIC_INDIC_DIGITS: Final = "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9"

LETTER_FOLDING: Final[dict[str, str]] = {
    **dict.fromkeys((FARSI_YEH, E_YEH, ALEF_MAKSURA, YEH_BARREE), YEH),
    **dict.fromkeys((KEHEH, SWASH_KAF, GAF), KAF),
    **dict.fromkeys((HEH_GOAL, HEH_DOACHASHMEE, AE, TEH_MARBUTA), HEH),
    **dict.fromkeys((ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, ALEF_WASLA), ALEF),
    PEH: BEH,
    VEH: FEH,
    TCHEH: JEEM,
    JEH: ZAIN,
    WAW_HAMZA: HAMZA,
    YEH_HAMZA: HAMZA,
}
"""Letters that one word is spelled with by different hands and keyboards, each to one."""
