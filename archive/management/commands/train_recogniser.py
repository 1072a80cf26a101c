"""Train the recogniser of names from labelled text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from archive.entities.recognition.crf_model import SHIPPED_FILE
from archive.entities.recognition.crf_training import train
from archive.entities.recognition.labelled_corpus import read_corpus
from archive.entities.recognition.word_features import DIRECTORY
from archive.errors import ArchiveError

CORPUS = Path("data") / "ner" / "anercorp_train.conll"


class Command(BaseCommand):
    help = (
        "Train the recogniser of names on ANERcorp, which is read from the folder that the "
        "environment variable KHIZANA_SHARED names. Takes some minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", type=Path, default=DIRECTORY / SHIPPED_FILE, help="the model to write"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        shared = Path(os.environ.get("KHIZANA_SHARED", "../shared"))
        try:
            model = train(read_corpus(shared / CORPUS))
            options["output"].write_bytes(model)
        except (OSError, ArchiveError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['output']}: {len(model)} bytes")
