import uuid

from django.db import migrations, models


def draw_key(apps, schema_editor):
    apps.get_model('archive', 'ArchiveIdentity').objects.get_or_create(
        pk=1, defaults={'key': uuid.uuid4().hex}
    )


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0011_status_samples'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArchiveIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=32)),
            ],
        ),
        migrations.RunPython(draw_key, migrations.RunPython.noop),
    ]
