"""Addresses of documents in every spelling; those of documents that are there are filled in.

Where one page was loaded under several spellings, the first document stands for all of them.
"""

import hashlib

from django.db import migrations, models

from archive.captures.document_keys import document_key

_ROWS = 2000


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    captures = apps.get_model("archive", "Capture").objects.using(database)
    addresses = apps.get_model("archive", "DocumentAddress")
    found = {}
    web = captures.filter(models.Q(uri__istartswith="http:") | models.Q(uri__istartswith="https:"))
    for uri in web.order_by("pk").values_list("uri", flat=True).iterator(_ROWS):
        key = hashlib.sha256(document_key(uri).encode("utf-8", "replace")).hexdigest()
        found.setdefault(key, uri)
    addresses.objects.using(database).bulk_create(
        (addresses(key=key, uri=uri) for key, uri in found.items()), batch_size=_ROWS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_mention_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="key")),
                ("uri", models.CharField(max_length=2000, verbose_name="address")),
                ("canonical", models.BooleanField(default=False, verbose_name="canonical")),
            ],
            options={
                "verbose_name": "address of a document",
                "verbose_name_plural": "addresses of documents",
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
