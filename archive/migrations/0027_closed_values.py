"""Earlier values of fields that editors closed, and their acts in the log."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ('archive', '0026_kept_parts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='changeset',
            name='act',
            field=models.CharField(choices=[('edit', 'Edited'), ('bulk', 'Changed in bulk'), ('import', 'Metadata read in'), ('restore', 'Gone back to an older version'), ('hide', 'Hidden'), ('show', 'Shown again'), ('delete', 'Deleted'), ('withdraw', 'Withdrawn'), ('lift', 'Tombstone lifted'), ('correct', 'Put right at the desk'), ('undo', 'Undone'), ('load', 'Documents loaded'), ('undo_load', 'Load undone'), ('close_value', 'Earlier value closed'), ('open_value', 'Earlier value opened again')], max_length=20, verbose_name='act'),
        ),
        migrations.CreateModel(
            name='ClosedValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40, verbose_name='field')),
                ('digest', models.CharField(max_length=64, verbose_name='hash of the value')),
                ('reason', models.TextField(verbose_name='public reason')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closed_values', to='archive.article', verbose_name='article')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'closed value',
                'verbose_name_plural': 'closed values',
                'constraints': [models.UniqueConstraint(fields=('article', 'field', 'digest'), name='value_closed_once')],
            },
        ),
    ]
