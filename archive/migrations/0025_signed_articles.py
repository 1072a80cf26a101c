"""An index of bylines, by which the articles of an author are found."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add it."""

    dependencies = [("archive", "0024_batch_lines")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["byline"],
                condition=models.Q(("byline", ""), _negated=True),
                name="articles_signed",
            ),
        ),
    ]
