"""`make fuzz`: the long form, as a table."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.down_targets import down
from tests.fuzz.requests import upload_requests
from tests.fuzz.targets import inbox, small
from tests.fuzz.trying import Tried, give
from tests.inbox_scene import inbox_scene


def row(found: Tried) -> str:
    each = f"{found.took_s / found.tried * 1e6:.0f}"
    ratio = f"{found.memory_ratio:.2f}"
    return f"| {found.name} | {found.tried:,} | {found.accepted} | {ratio} | {each} |"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bundles", type=int, default=10_000, help="whole bundles to the inbox")
    parser.add_argument(
        "--small", type=int, default=1_000_000, help="to the other readers together"
    )
    parser.add_argument("--requests", type=int, default=10_000, help="of each kind of an upload")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    accepted = 0
    print("| what | bent | accepted | memory against the honest one | µs each |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, inbox_scene(Path(folder)) as scene:
        targets = (*small(scene), *down(Path(folder)))
        runs = [(target, args.small // len(targets)) for target in targets]
        runs += [(target, args.requests) for target in upload_requests(scene)]
        for target, count in [*runs, (inbox(scene), args.bundles)]:
            found = give(target, count, args.seed)
            accepted += found.accepted
            print(row(found), flush=True)
    return 1 if accepted else 0


if __name__ == "__main__":
    sys.exit(main())
