"""Make the vectors by which articles are found by their meaning; what is there already stays."""

from __future__ import annotations

import math
from typing import Any, Final

from django.core.management import CommandError

from archive.errors import ArchiveError
from archive.management.writing_command import WritingCommand
from archive.progress import progress
from search.meaning.embedding_pass import TRIAL_ARTICLES, EmbeddingPass
from search.meaning.meaning_home import meaning_home, vectors_folder
from search.meaning.vector_file import VectorFile
from search.meaning.vector_store import FolderStore, VectorStore

_MINUTE: Final = 60


class Command(WritingCommand):
    help = (
        "Make the vectors of all articles that lack them, for the search by meaning. "
        "Ctrl-C stops it; the next call goes on."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            store = meaning_home().store()
            with store.alone():
                self._embed(store, quiet=options["verbosity"] == 0)
        except ArchiveError as error:
            raise CommandError(str(error)) from error

    def _embed(self, store: VectorStore, *, quiet: bool) -> None:
        model = meaning_home().embedder
        if model.host:
            self.stderr.write(f"the texts of articles that readers see are sent to {model.host}")
        embedding = EmbeddingPass(store, model)
        lacking = embedding.lacking()
        kept = (
            None
            if isinstance(store, FolderStore)
            else VectorFile.of_model(vectors_folder(), model.name)
        )
        if lacking and kept is not None:
            still = embedding.take_over(lacking, kept)
            taken = len(lacking) - len(still)
            self._say(quiet, f"{taken:,} articles have their vectors from {kept.path}")
            lacking = still
        if not lacking:
            self._say(quiet, f"every article has its vectors by {model.name}")
            return
        self._say(quiet, f"{len(lacking):,} articles lack vectors by {model.name}")
        done = 0
        try:
            cost = embedding.trial(lacking)
            done = min(TRIAL_ARTICLES, len(lacking))
            if rest := lacking[done:]:
                minutes = math.ceil(cost.seconds / _MINUTE)
                self._say(
                    quiet, f"by a trial of {done}, all take about {minutes:,} min; Ctrl-C stops"
                )
                with progress("articles", len(rest), quiet=quiet) as advance:
                    for step in embedding.run(rest):
                        done += step
                        advance(step)
        except KeyboardInterrupt:
            raise CommandError(
                f"stopped; vectors of {done:,} articles were made, the next call goes on"
            ) from None
        self._say(quiet, f"made vectors of {done:,} articles")

    def _say(self, quiet: bool, line: str) -> None:
        if not quiet:
            self.stdout.write(line)
