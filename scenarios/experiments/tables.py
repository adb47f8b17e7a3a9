"""Runs the experiments and writes their tables into sim/MODEL.md, between the markers `<!-- table NAME -->`
and `<!-- end of table -->`.

    python3 scenarios/experiments/tables.py build/release/sim/cli/pbrsim            all of them
    python3 scenarios/experiments/tables.py build/release/sim/cli/pbrsim maine      the tables of one run
    ... --keep DIR          keeps the results in DIR, and does not run again what is finished there
    ... --threads 2

What a table shows is said in contents.py. Exit code 1 if a run fails, 2 if a name or marker is unknown.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import contents
import runs

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE.parent.parent / "sim" / "MODEL.md"
END = "<!-- end of table -->"


def simulate(program, name, folder, threads):
    if (folder / "manifest.json").exists():
        return
    scenario, options = contents.RUNS[name]
    command = [program, "run", str(HERE / scenario), "--quiet", "--out", str(folder), "--threads", str(threads)]
    print("running", name, flush=True)
    if subprocess.run(command + options, check=False).returncode != 0:
        sys.exit(1)


def put(text, name, table):
    begin = f"<!-- table {name} -->"
    pattern = re.compile(re.escape(begin) + r"\n.*?" + re.escape(END), re.DOTALL)
    if len(pattern.findall(text)) != 1:
        print(f"{MODEL} needs one '{begin}' with an '{END}' after it", file=sys.stderr)
        sys.exit(2)
    return pattern.sub(lambda _: f"{begin}\n{table}\n{END}", text)


def write_tables(run, folder):
    text = MODEL.read_text(encoding="utf-8")
    for name, table in contents.TABLES.items():
        if table.run == run:
            text = put(text, name, table.markdown(runs.Run(folder)))
    MODEL.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="pbrsim")
    parser.add_argument("runs", nargs="*", metavar="run", help=", ".join(contents.RUNS))
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the results")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    if unknown := set(given.runs) - set(contents.RUNS):
        parser.error(f"no such run: {', '.join(sorted(unknown))} (there are {', '.join(contents.RUNS)})")
    with tempfile.TemporaryDirectory() as scratch:
        for name in given.runs or contents.RUNS:
            folder = (given.keep or pathlib.Path(scratch)) / name
            folder.parent.mkdir(parents=True, exist_ok=True)
            simulate(given.program, name, folder, given.threads)
            write_tables(name, folder)


if __name__ == "__main__":
    main()
