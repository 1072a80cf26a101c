"""Arabic text by pure functions, on the standard library and the files of ``archive/data``.

Others may call the public names of these modules:

``letters``, ``normalize``   letters by name, and the one spelling under which words are compared
``tokenize``                 the words of a text, with their offsets
``clitics``                  the one-letter words that are written together with the next word
``written_units``            what is one word, or two, though it is written otherwise
``wordforms``, ``isri``      a word without clitics, as light stem, as root
``inflection``               the stem by which words match
``plurals``, ``nisbas``      broken plurals and their singulars, places and nouns and their nisba
``word_lists``               stop words, families of spellings, adjectives, whole words
``frequencies``              how often a word is written
``calendar_names``           months and weekdays
``numerals``                 numbers in words, and the plural that a number asks for
``spelling_patterns``        patterns for folded words in any letters and marks
``usual_spellings``          words whose alef lacks the hamza that it usually has
``data_files``               the text files that all this is read from
"""

__all__ = [
    "calendar_names",
    "clitics",
    "data_files",
    "frequencies",
    "inflection",
    "isri",
    "letters",
    "nisbas",
    "normalize",
    "numerals",
    "plurals",
    "spelling_patterns",
    "tokenize",
    "usual_spellings",
    "word_lists",
    "wordforms",
    "written_units",
]
