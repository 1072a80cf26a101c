"""The page on which a reader reports an error in an article."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from archive.errors import ArchiveError
from archive.models import Article
from archive.review.reader_reports import MOST_LETTERS, take_report
from search.pages.former_addresses import answers_for_former_articles


class ReportForm(forms.Form):
    """What is wrong, and where an answer may go."""

    words = forms.CharField(
        label=_("What is wrong?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    answer_to = forms.EmailField(
        label=_("Your e-mail address, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@answers_for_former_articles
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer the form, and take what a reader reports."""
    shown = get_object_or_404(Article.objects.for_display(), public_id=public_id)
    form = ReportForm(request.POST or None)
    taken = False
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sender = str(request.META.get("REMOTE_ADDR", ""))
        try:
            take_report(shown, data["words"], data["answer_to"], sender)
        except ArchiveError as error:
            form.add_error(None, str(error))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            taken = True
    context = {"article": shown, "form": form, "taken": taken}
    return render(request, "report.html", context, status=status)
