"""Articles by title, and those to be reviewed, found without reading the others."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Exchange two indexes for three that serve their lists."""

    dependencies = [
        ('archive', '0027_closed_values'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='article',
            name='articles_untitled',
        ),
        migrations.AlterField(
            model_name='article',
            name='review',
            field=models.CharField(blank=True, max_length=300, verbose_name='to be reviewed'),
        ),
        migrations.AlterField(
            model_name='historicalarticle',
            name='review',
            field=models.CharField(blank=True, max_length=300, verbose_name='to be reviewed'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['title'], name='articles_by_title'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('review', ''), _negated=True), fields=['id'], name='articles_to_review'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('review', ''), _negated=True), fields=['published_earliest'], name='articles_to_review_by_date'),
        ),
    ]
