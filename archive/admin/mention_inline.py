"""The names of an article, below its form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.keyed_choices import KeyedChoicesMixin
from archive.entities.desk.correction_log import entities_change
from archive.entities.desk.taken_mentions import named_in, set_mentions, take_out
from archive.models import Article, Change, CorrectionKind, Mention, OutboxEntry
from archive.models.choices import label_of
from archive.records.mentions import MentionMethod


class MentionInline(KeyedChoicesMixin, admin.TabularInline):
    """The entities that an article names."""

    model = Mention
    extra = 0
    fields = ["entity", "surface", "field", "found_by", "suppress"]
    readonly_fields = ["found_by", "suppress"]
    autocomplete_fields = ["entity"]

    @admin.display(description=_("method"))
    def found_by(self, mention: Mention) -> str:
        """Say how the mention was found."""
        return label_of(MentionMethod, mention.method)

    @admin.display(description=_("at the desk"))
    def suppress(self, mention: Mention) -> str:
        """Link to the page that suppresses this entity in this article alone."""
        if mention.pk is None:
            return ""
        address = reverse("admin:archive_entity_desk", args=[CorrectionKind.SUPPRESS_HERE])
        return format_html(
            '<a href="{}?ids={}&amp;article={}">{}</a>',
            address,
            mention.entity_id,
            mention.article.public_id,
            _("suppress here"),
        )


def note_mentions(
    article: Article, formset: Any, before: list[str], user: User | None
) -> list[Change]:
    """Mark what an editor set below the form of ``article``; return the row for the log.

    What is taken out is refused in this article. ``before`` is what it named until now.
    """
    relinked = [mention for mention, _fields in formset.changed_objects]
    set_mentions(article, [*relinked, *formset.new_objects])
    take_out(article, formset.deleted_objects, user)
    OutboxEntry.announce([article.pk], columns_only=True)
    after = named_in(article)
    if before == after:
        return []
    return [entities_change(article, before, after)]
