"""Archives that moved to another database; what several machines share; titles however long."""

from __future__ import annotations

from django.db import migrations, models

import archive.models.article


def suit_postgresql(apps, schema_editor):
    """Let PostgreSQL list articles by date without sorting them: undated ones stand last there.

    SQLite goes through its other index backwards, in which they stand so. What is counted for
    minutes alone is not logged.
    """
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute(
            'CREATE INDEX articles_newest_first ON archive_article'
            ' (published_earliest DESC NULLS LAST, id DESC)'
        )
        schema_editor.execute('ALTER TABLE archive_requestbucket SET UNLOGGED')


def suit_as_before(apps, schema_editor):
    """Drop that index."""
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP INDEX articles_newest_first')


class Migration(migrations.Migration):
    """Note where an archive went; index the first letters of titles."""

    dependencies = [
        ('archive', '0028_listed_by_title'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='article',
            options={'ordering': [models.OrderBy(models.F('published_earliest'), descending=True, nulls_last=True), '-id'], 'verbose_name': 'article', 'verbose_name_plural': 'articles'},
        ),
        migrations.AddField(
            model_name='archiveidentity',
            name='moved_to',
            field=models.CharField(blank=True, editable=False, default='', max_length=300),
            preserve_default=False,
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='articles_by_title',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(archive.models.article.TitleStart('title'), name='articles_by_title'),
        ),
        migrations.CreateModel(
            name='RequestBucket',
            fields=[
                ('asker', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('left', models.FloatField()),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RunPython(suit_postgresql, suit_as_before),
    ]
