import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


_AGREED = "enough articles agree"
"""What earlier versions wrote into the history of what they accepted without an editor."""


def _give_back_what_nobody_reviewed(apps, _schema_editor):
    """Make of names that were accepted because articles agreed candidates again.

    The index is built anew with this version, so that nothing need be announced to it.
    """
    entity = apps.get_model("archive", "Entity")
    history = apps.get_model("archive", "HistoricalEntity")
    correction = apps.get_model("archive", "Correction")
    last = (
        history.objects.filter(id=models.OuterRef("pk"))
        .order_by("-history_id")
        .values("history_change_reason")[:1]
    )
    agreed = entity.objects.annotate(last_reason=models.Subquery(last)).filter(
        status="accepted", last_reason=_AGREED
    )
    keys = list(agreed.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        entity.objects.filter(pk__in=chunk).update(status="candidate")
        open_ = correction.objects.filter(kind="accept", made_by=None, undone_at=None)
        open_.filter(entity__in=chunk).update(undone_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0014_jobs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authorship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'author of an article',
                'verbose_name_plural': 'authors of articles',
            },
        ),
        migrations.AddField(
            model_name='entity',
            name='description_ar',
            field=models.CharField(blank=True, max_length=200, verbose_name='description in Arabic'),
        ),
        migrations.AddField(
            model_name='entity',
            name='description_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='description in English'),
        ),
        migrations.AddField(
            model_name='entity',
            name='subkind',
            field=models.CharField(blank=True, max_length=40, verbose_name='sort'),
        ),
        migrations.AddField(
            model_name='historicalentity',
            name='description_ar',
            field=models.CharField(blank=True, max_length=200, verbose_name='description in Arabic'),
        ),
        migrations.AddField(
            model_name='historicalentity',
            name='description_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='description in English'),
        ),
        migrations.AddField(
            model_name='historicalentity',
            name='subkind',
            field=models.CharField(blank=True, max_length=40, verbose_name='sort'),
        ),
        migrations.AlterField(
            model_name='mention',
            name='field',
            field=models.CharField(choices=[('title', 'title'), ('standfirst', 'standfirst'), ('body', 'text'), ('dateline', 'dateline'), ('captions', 'captions'), ('keywords', 'keywords')], default='body', max_length=10, verbose_name='field'),
        ),
        migrations.AddIndex(
            model_name='entity',
            index=models.Index(fields=['name_ar'], name='archive_ent_name_ar_5245b9_idx'),
        ),
        migrations.AddIndex(
            model_name='entity',
            index=models.Index(fields=['name_en'], name='archive_ent_name_en_15665f_idx'),
        ),
        migrations.AddField(
            model_name='authorship',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='authorships', to='archive.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='authorship',
            name='entity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='authorships', to='archive.entity', verbose_name='author'),
        ),
        migrations.AddIndex(
            model_name='authorship',
            index=models.Index(fields=['entity', 'article'], name='archive_aut_entity__92182f_idx'),
        ),
        migrations.AddConstraint(
            model_name='authorship',
            constraint=models.UniqueConstraint(fields=('article', 'entity'), name='author_once'),
        ),
        migrations.RunPython(_give_back_what_nobody_reviewed, migrations.RunPython.noop),
    ]
