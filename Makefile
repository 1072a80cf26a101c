# Two commands: `make run` and `make test`. `make fuzz` looks for what the tests do not try.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

# What Python compiles it keeps: the site and its tests start dozens of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-cluster exhaustive fuzz faults load lint lint-types lint-rules format messages bench-search bench-meaning bench-engine bench-ingest bench-pages bench-records bench-entities bench-dates bench-site bench-idle clean bench-desk bench-commits bench-replay bench-cluster bench-million

run: $(VENV)/.run
	$(BIN)/python manage.py prepare_archive --demo
	$(BIN)/python manage.py serve --port $(PORT)

# Two files of tests at a time: each has archives and ports of its own.
test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder -m "not exhaustive and not cluster"

# The few that take half a minute or more each: killed work, damaged backups, bad files, a minute of load.
exhaustive: $(VENV)/.dev
	$(BIN)/python -m pytest -m exhaustive

# On real PostgreSQL, OpenSearch and bucket servers, started for it on this machine; then the tests that use
# the database once more, on PostgreSQL.
test-cluster: $(VENV)/.dev
	$(BIN)/python -m pytest -m cluster
	$(BIN)/python -m tests.on_postgresql

# Tests of laws, on examples that are new each time; and every bad file that the tests know. `make fuzz SEED=…` repeats a run.
fuzz: $(VENV)/.dev
	@seed=$(or $(SEED),$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')); \
	echo "seed $$seed; the same again: make fuzz SEED=$$seed"; \
	KHIZANA_HYPOTHESIS=explore $(BIN)/python -m pytest -m property --hypothesis-seed=$$seed

# Runs that fail in the middle: of the disk, of the power, of the process. `make faults FROM=1000 TO=2000`.
faults: $(VENV)/.dev
	$(BIN)/python -m tests.fault $(or $(FROM),0) $(or $(TO),1000)

# Fifty readers and an editor at a served archive: `make load MINUTES=120`.
load: $(VENV)/.dev
	$(BIN)/python -m tests.load --minutes $(or $(MINUTES),10)

# The types take as long as all the rest: both at the same time.
lint: $(VENV)/.dev
	$(MAKE) --no-print-directory --jobs 2 --output-sync lint-types lint-rules

lint-types: $(VENV)/.dev
	$(BIN)/mypy

lint-rules: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml archive search tools manage.py
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint templates --reformat --quiet

bench-search: $(VENV)/.dev
	$(BIN)/python -m benchmarks.search_quality
	$(BIN)/python -m benchmarks.matching
	$(BIN)/python -m benchmarks.slips

# Vectors are kept in the folder KEEP, outside the repository: the first run takes an hour of a core.
bench-meaning: $(VENV)/.dev
	$(BIN)/python -m benchmarks.meaning --keep $(or $(KEEP),$(HOME)/.cache/khizana-vectors) $(if $(NEWS),--news $(NEWS))
	$(BIN)/python -m benchmarks.vector_speed --keep $(or $(KEEP),$(HOME)/.cache/khizana-vectors)
	$(BIN)/python -m benchmarks.meaning_pages --keep $(or $(KEEP),$(HOME)/.cache/khizana-vectors)

bench-engine: $(VENV)/.dev
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.archive_index

bench-ingest: $(VENV)/.dev
	$(BIN)/python -m benchmarks.ingest

bench-pages: $(VENV)/.dev
	$(BIN)/python -m benchmarks.pages

bench-records: $(VENV)/.dev
	$(BIN)/python -m benchmarks.records

bench-entities: $(VENV)/.dev
	$(BIN)/python -m benchmarks.entities

bench-dates: $(VENV)/.dev
	$(BIN)/python -m benchmarks.dates

bench-site: $(VENV)/.dev
	$(BIN)/python -m benchmarks.site $(if $(KEEP),--keep $(KEEP))

bench-idle: $(VENV)/.dev
	$(BIN)/python -m benchmarks.idle

bench-replay: $(VENV)/.dev
	$(BIN)/python -m benchmarks.replay

bench-desk: $(VENV)/.dev
	$(BIN)/python -m benchmarks.desk

bench-commits: $(VENV)/.dev
	$(BIN)/python -m benchmarks.commits

# The columnar index beside OpenSearch, then SQLite beside PostgreSQL: `make bench-cluster ARTICLES=40000 NODES=3`.
bench-cluster: $(VENV)/.dev
	$(BIN)/python -m benchmarks.cluster_index $(or $(ARTICLES),40000) $(or $(NODES),1)
	$(BIN)/python -m benchmarks.cluster_ranking $(or $(NODES),1)
	$(BIN)/python -m benchmarks.cluster_loading

# By hand: hours of two cores, and 40 GB under HOME. It goes on where it was stopped; `make
# bench-million REPORT=1` prints what is measured until now.
bench-million: $(VENV)/.dev
	$(BIN)/python -m benchmarks.million --articles $(or $(ARTICLES),1000000) \
		--home $(if $(filter command line,$(origin HOME)),$(HOME),var/million) \
		--minutes $(or $(MINUTES),60) $(if $(REPORT),--report)

messages: $(VENV)/.dev
	$(BIN)/python manage.py makemessages -l ar --no-location --no-obsolete \
		-i .venv -i var -i tests -i benchmarks -i tools
	$(BIN)/python manage.py compilemessages -l ar -v0

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.run: requirements.txt constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt requirements-mcp.txt constraints-mcp.txt requirements-cluster.txt constraints-cluster.txt requirements-meaning.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-meaning.txt
	touch $@
