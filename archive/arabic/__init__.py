"""Arabic text by pure functions, on the standard library and the files of ``archive/data``.

Others may call the public names of these modules:

``letters``, ``normalize``   letters by name, and the one spelling under which words are compared
``tokenize``                 the words of a text, with their offsets
``clitics``                  the one-letter words that are written together with the next word
``wordforms``, ``isri``      a word without clitics, as light stem, as root
``word_lists``               stop words, families of spellings, names of عبد
``frequencies``              how often a word is written
``calendar_names``           months and weekdays
``numerals``                 numbers in words, and the plural that a number asks for
``data_files``               the text files that all this is read from
"""

__all__ = [
    "calendar_names",
    "clitics",
    "data_files",
    "frequencies",
    "isri",
    "letters",
    "normalize",
    "numerals",
    "tokenize",
    "word_lists",
    "wordforms",
]
