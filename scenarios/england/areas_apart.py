"""How many areas of comparison do clearly better than expected, and clearly worse, on completing and staying away:
what Eastwood, Strang and Marsden 2017 found of 14 in 149 (doi 10.1016/j.drugalcdep.2017.03.013; target 4.2).

Usage: pbrsim run scenarios/england.yaml --out results/england
       python3 scenarios/england/areas_apart.py results/england [--group opiate]

Of journeys begun in the two years before go-live, those completed within a year and not back in 6 months, by area and
replication; clearly is more than 1.96 binomial standard errors from all areas of comparison together. Chance alone makes
2.5% of areas clearly better. The published figure is of starts of one year followed for five, adjusted for who they were.
Areas are as they stand, not weighted: each is drawn from the same distribution. Prints shares as means over replications
with their standard errors.
"""
import argparse
import collections
import csv
import math
import pathlib
import statistics


def counts(folder, group):
    """(completed and away, followed) by area, by replication."""
    result = collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0]))
    with open(folder / "evaluation.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["design"], row["evaluated_as"], row["period"], row["group"]) != ("block", "comparison", "before", group):
                continue
            sums = result[row["replication"]][row["area"]]
            sums[0] += float(row["completed_1_year_away_6_months"] or 0)
            sums[1] += float(row["followed_1_year_6_months"] or 0)
    return result


def scores(areas):
    """Standard errors from what is expected, by area."""
    share = sum(done for done, _ in areas.values()) / sum(followed for _, followed in areas.values())
    return [(done - share * followed) / math.sqrt(followed * share * (1 - share))
            for done, followed in areas.values() if followed > 0]


def mean(values):
    error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else float("nan")
    return f"{statistics.mean(values):.1%} (standard error {error:.1%})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--group", default="opiate", choices=["opiate", "non_opiate", "alcohol_and_non_opiate"])
    given = parser.parse_args()
    worlds = [scores(areas) for areas in counts(given.folder, given.group).values()]
    if not worlds:
        parser.exit(2, f"{given.folder}: has no areas of comparison before go-live under block\n")
    print(f"{len(worlds)} replications, {len(worlds[0])} areas")
    print("clearly better:", mean([sum(z > 1.96 for z in world) / len(world) for world in worlds]))
    print("clearly worse: ", mean([sum(z < -1.96 for z in world) / len(world) for world in worlds]))


if __name__ == "__main__":
    main()
