"""The archive for other programs: calls over HTTP, described by OpenAPI.

``addresses`` and ``routes`` hold the calls, ``article_calls`` and ``catalogue_calls`` what is
answered, ``answers`` its shapes, ``search_parameters`` what a search takes, ``cursors`` how one goes
on, ``problems`` what is told where nothing can be answered, ``callers`` who asks, and how often.
"""
