"""The documented experiments: scenarios/experiments and its tables in sim/MODEL.md.

Usage: experiments_test.py PBRSIM ROOT. Every scenario there says how to run it, is accepted, and is run by tables.py; every
table has its place in the model's page; the scripts' paired differences are those of differences.csv.
"""
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PBRSIM, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
HERE = ROOT / "scenarios" / "experiments"
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
import contents  # noqa: E402
import runs  # noqa: E402
import tables  # noqa: E402

SHARED = "town.yaml"  # extended by others
BY_HAND = "payment_lag.yaml"  # whose table is


class Scenarios(unittest.TestCase):
    def test_each_is_accepted_and_says_how_to_run_it(self):
        files = sorted(HERE.glob("*.yaml"))
        self.assertGreaterEqual(len(files), 8)
        for file in files:
            checked = subprocess.run([PBRSIM, "check", file], capture_output=True, text=True, check=False)
            self.assertEqual(checked.returncode, 0, f"{file.name}\n{checked.stdout}{checked.stderr}")
            if file.name not in (SHARED, BY_HAND):
                header = file.read_text(encoding="utf-8").split("\n\n")[0]
                for words in ("Question", "Designs", "mechanism should do", f"pbrsim run scenarios/experiments/{file.name}"):
                    self.assertIn(words, header, file.name)

    def test_each_has_a_table(self):
        run = {scenario for scenario, _ in contents.RUNS.values()}
        self.assertEqual(run, {f.name for f in HERE.glob("*.yaml")} - {SHARED, BY_HAND} | {"../eight_pilots.yaml"})
        self.assertEqual({t.run for t in contents.TABLES.values()}, set(contents.RUNS))


class Tables(unittest.TestCase):
    def test_each_stands_in_the_page_of_the_model(self):
        page = tables.MODEL.read_text(encoding="utf-8")
        names = re.findall(r"<!-- table (.*?) -->", page)
        self.assertEqual(sorted(names), sorted(contents.TABLES))
        for name in names:
            rows = page.split(f"<!-- table {name} -->\n")[1].split(tables.END)[0].count("\n|")
            self.assertGreater(rows, 3, name)

    def test_one_is_put_between_its_markers(self):
        page = f"a\n<!-- table x -->\nold\n{tables.END}\nb\n<!-- table y -->\nkept\n{tables.END}\n"
        self.assertEqual(tables.put(page, "x", "new"), page.replace("old", "new"))


class Estimates(unittest.TestCase):
    def test_quantiles_of_student(self):
        for freedom, quantile in ((8, 2.3060), (19, 2.0930), (59, 2.0010), (99, 1.9842)):
            self.assertAlmostEqual(runs.t_quantile(freedom), quantile, delta=0.001)

    def test_differences_of_the_panel_are_those_of_differences_csv(self):
        scenario = ROOT / "tests" / "cli" / "two_designs.yaml"
        with tempfile.TemporaryDirectory() as folder:
            command = [PBRSIM, "run", scenario, "--quiet", "--out", folder, "--replications", "10", "--by", "cluster,replication"]
            subprocess.run(command, check=True)
            run = runs.Run(folder)
            for area in ("north", "south"):
                sums = run.sums(area, 0, 23)
                for measure, columns in (("new_journeys", ["journeys"]), ("planned_exits", contents.COMPLETED)):
                    level, difference = runs.of_panel(sums, "pilot", "block", lambda s: sum(s["all"][c] for c in columns))
                    for mine, theirs in ((level, run.level("block", area, measure)),
                                         (difference, run.difference("pilot", area, measure))):
                        self.assertGreater(abs(theirs[0]), 0)
                        for one, other in zip(mine, theirs):
                            self.assertTrue(math.isclose(one, other, rel_tol=2e-3, abs_tol=1e-6), (measure, mine, theirs))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
