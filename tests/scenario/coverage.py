"""Line coverage of sim/scenario by its tests, from gcov. Usage: coverage.py BUILD_FOLDER

A line of a header counts as covered if any source that includes it ran it.
"""
import collections
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(__file__).resolve().parents[2]
    notes = [str(p) for folder in ("sim/scenario", "tests/scenario") for p in (build / folder).rglob("*.gcda")]
    ran = collections.defaultdict(dict)
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["gcov", "--json-format", *notes], cwd=work, check=True, capture_output=True)
        for path in pathlib.Path(work).glob("*.gcov.json.gz"):
            for file in json.loads(gzip.decompress(path.read_bytes()))["files"]:
                name = (build / file["file"]).resolve()
                if name.parent != root / "sim/scenario":
                    continue
                for line in file["lines"]:
                    number = line["line_number"]
                    ran[name.name][number] = ran[name.name].get(number, 0) + line["count"]
    for name, lines in sorted(ran.items()):
        missed = [n for n, count in sorted(lines.items()) if count == 0]
        print(f"{name:24} {len(lines) - len(missed):4} of {len(lines):4}", "missed:" if missed else "", *missed)
    total = sum(len(lines) for lines in ran.values())
    covered = sum(count > 0 for lines in ran.values() for count in lines.values())
    print(f"sim/scenario: {covered} of {total} lines, {100 * covered / total:.1f}%")


main()
