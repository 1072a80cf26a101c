"""``python -m tests.fault FROM TO`` (``make faults``): the runs of a range of seeds.

The archives of runs that lost something are kept, and their place is printed.
"""

from __future__ import annotations

import sys

from tests.fault.library import built, compiler, runs, scratch


def main(first: int, end: int) -> None:
    """Run the seeds in two processes; end with 1 where anything was lost."""
    if compiler() is None:
        sys.exit("no C compiler: the library of faults cannot be built")
    with scratch() as folder:
        library, middle = built(folder), (first + end) // 2
        started = [
            runs(folder / "1", first, middle, library),
            runs(folder / "2", middle, end, library),
        ]
        for each in started:
            assert each.stdout is not None
            for line in each.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
        ended = [each.wait() for each in started]
        if any(ended):
            sys.exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
