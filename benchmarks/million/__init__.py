"""A million articles, made from the news by a rule and brought through everything the site does.

``python -m benchmarks.million`` (``make bench-million``); see ``__main__`` for what it prints.
"""
