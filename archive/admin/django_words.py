"""Words of Django's own admin, and of its histories, that the archive says otherwise in Arabic.

Django puts a name behind a verb («أضف المصدر», «اختر مقال»), where Arabic inflects it; behind a
noun it stays as it is. Django looks for words in the project's catalogue first.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

SAID_OTHERWISE: Final = (
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop("Select %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    # Of simple_history, which speaks no Arabic.
    gettext_noop("Changes"),
    gettext_noop("None"),
)
