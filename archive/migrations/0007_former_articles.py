"""Public ids of articles that go are kept, with the article that holds their text."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0006_document_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(max_length=16, unique=True, verbose_name="public id"),
                ),
                ("went_at", models.DateTimeField(auto_now=True, verbose_name="went at")),
                (
                    "leads_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="former_addresses",
                        to="archive.article",
                        verbose_name="leads to",
                    ),
                ),
            ],
            options={
                "verbose_name": "former article",
                "verbose_name_plural": "former articles",
            },
        ),
    ]
