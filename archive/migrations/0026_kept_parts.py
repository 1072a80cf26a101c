"""What came with a capture: its parts, the records of WARC files, and hashes of what was erased."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ("archive", "0025_signed_articles"),
    ]

    operations = [
        migrations.CreateModel(
            name="CapturePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="key")),
                ("address", models.CharField(max_length=2000, verbose_name="address")),
                (
                    "media_type",
                    models.CharField(blank=True, max_length=100, verbose_name="media type"),
                ),
                ("charset", models.CharField(blank=True, max_length=40, verbose_name="encoding")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                (
                    "captured_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="captured at"),
                ),
            ],
            options={
                "verbose_name": "part of a page",
                "verbose_name_plural": "parts of pages",
            },
        ),
        migrations.CreateModel(
            name="ErasedBytes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("erased_at", models.DateTimeField(auto_now_add=True, verbose_name="erased at")),
            ],
            options={
                "verbose_name": "erased bytes",
                "verbose_name_plural": "erased bytes",
            },
        ),
        migrations.AddField(
            model_name="load",
            name="completed",
            field=models.PositiveIntegerField(default=0, verbose_name="pages completed"),
        ),
        migrations.CreateModel(
            name="PartOfCapture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="part_links",
                        to="archive.capture",
                        verbose_name="capture",
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="archive.load",
                        verbose_name="load",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="archive.capturepart",
                        verbose_name="part",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a capture",
                "verbose_name_plural": "parts of captures",
            },
        ),
        migrations.AddField(
            model_name="capturepart",
            name="captures",
            field=models.ManyToManyField(
                related_name="parts", through="archive.PartOfCapture", to="archive.capture"
            ),
        ),
        migrations.CreateModel(
            name="CaptureRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("headers", models.JSONField(verbose_name="fields")),
                ("http_head", models.BinaryField(verbose_name="HTTP headers")),
                (
                    "body_sha256",
                    models.CharField(
                        db_index=True, max_length=64, verbose_name="SHA-256 of the body"
                    ),
                ),
                (
                    "body_size",
                    models.PositiveBigIntegerField(verbose_name="size of the body in bytes"),
                ),
                (
                    "capture",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="warc_record",
                        to="archive.capture",
                        verbose_name="capture",
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="archive.load",
                        verbose_name="load",
                    ),
                ),
                (
                    "part",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="warc_record",
                        to="archive.capturepart",
                        verbose_name="part",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of a capture",
                "verbose_name_plural": "records of captures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capture__isnull", False), ("part__isnull", True)),
                            models.Q(("capture__isnull", True), ("part__isnull", False)),
                            _connector="OR",
                        ),
                        name="record_of_one_thing",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="partofcapture",
            constraint=models.UniqueConstraint(
                fields=("capture", "part"), name="part_once_in_a_capture"
            ),
        ),
    ]
