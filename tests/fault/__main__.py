"""``python -m tests.fault FROM TO`` (``make faults``): the runs of a range of seeds.

The archives of runs that lost something are kept, and their place is printed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.fault.library import built, compiler, runs


def main(first: int, end: int) -> int:
    """Run the seeds in two processes; return 1 where anything was lost."""
    if compiler() is None:
        sys.exit("no C compiler: the library of faults cannot be built")
    folder = Path(tempfile.mkdtemp(prefix="khizana-faults-"))
    library, middle = built(folder), (first + end) // 2
    started = [runs(folder / "1", first, middle, library), runs(folder / "2", middle, end, library)]
    for each in started:
        assert each.stdout is not None
        for line in each.stdout:
            sys.stdout.write(line)
    ended = [each.wait() for each in started]
    if any(ended):
        print(f"what is left of the runs lies under {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
