"""What readers of the desk see is Arabic: no value of the database stands where a word belongs."""

from __future__ import annotations

import re
from typing import Final

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from archive.changes.article_changes import LOGGED
from archive.models import Job
from tests.admin.test_lists import LISTS, ROWS, address_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

_LATIN: Final = re.compile(r"(?<![\w.-])[A-Za-z][\w.-]*")
_NOT_READ: Final = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
CODES: Final = {
    *LOGGED,
    *(
        code
        for model in apps.get_app_config("archive").get_models()
        for field in model._meta.get_fields()
        for code, _label in getattr(field, "flatchoices", ())
        if isinstance(code, str)
    ),
    # Said by the histories of simple_history, which has no Arabic.
    *("Changes", "None"),
}


@pytest.mark.parametrize("model", LISTS)
def test_no_code_is_shown(admin_client: Client, model: type[Model]) -> None:
    row = ROWS[model]()
    codes = {*CODES, row.kind} if isinstance(row, Job) else CODES
    name = f"admin:archive_{model._meta.model_name}"
    pages = (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history"))
    for page in (address_of(model), *pages):
        answer = admin_client.get(page)
        assert answer.status_code == 200, page
        text = strip_tags(_NOT_READ.sub(" ", answer.content.decode()))
        assert not codes.intersection(_LATIN.findall(text)), page
