"""Reads what `pbrsim run` wrote: measures, sums of the panel by replication, practice of providers.

Paired differences of sums of the panel are taken here within each replication, with 95% Student-t
intervals over replications, as differences.csv has them for measures. Standard library only.
"""
import collections
import csv
import math
import pathlib
import statistics

HARDER = ("high", "very_high")


def t_quantile(freedom):
    """97.5% quantile of Student's t, by its expansion in 1 / freedom (off by under 0.1% from 8 on)."""
    z = statistics.NormalDist().inv_cdf(0.975)
    one = (z**3 + z) / 4
    two = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    three = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + one / freedom + two / freedom**2 + three / freedom**3


def interval(values):
    """(mean, lower, upper) over replications."""
    mean = statistics.fmean(values)
    if len(values) < 2:
        return mean, math.nan, math.nan
    half = t_quantile(len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    return mean, mean - half, mean + half


class Run:
    """One folder of results."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.months = None

    def rows(self, table):
        with open(self.folder / f"{table}.csv", newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)

    def level(self, design, area, measure):
        return self._estimate("summary", design, area, measure)

    def difference(self, design, area, measure):
        return self._estimate("differences", design, area, measure)

    def _estimate(self, table, design, area, measure):
        for row in self.rows(table):
            if (row["design"], row["area"], row["measure"]) == (design, area, measure):
                return tuple(float(row[c]) if row[c] else math.nan for c in ("mean", "lower", "upper"))
        raise KeyError(f"{table}.csv of {self.folder} has no {measure} of {design} in {area}")

    def practice(self, design, area, provider, quarter, column):
        for row in self.rows("providers"):
            key = row["design"], row["area"], row["provider"], row["quarter"], row["replication"]
            if key[:4] == (design, area, provider, quarter):
                yield float(row[column])

    def sums(self, area, first, last):
        """Columns of the panel summed over months first to last since go-live, by design, replication
        and band (or all bands together, under "all")."""
        result = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(collections.Counter)))
        with open(self.folder / "panel.csv", newline="", encoding="utf-8") as file:
            lines = csv.reader(file)
            at = {name: i for i, name in enumerate(next(lines))}
            counts = [(name, i) for name, i in at.items() if i > at["replication"]]
            for line in lines:
                if line[at["area"]] != area or not first <= int(line[at["from_go_live"]]) <= last:
                    continue
                of_bands = result[line[at["design"]]][line[at["replication"]]]
                for name, i in counts:
                    if line[i] != "0":
                        of_bands["all"][name] += float(line[i])
                        if "band" in at:
                            of_bands[line[at["band"]]][name] += float(line[i])
        return result


def of_panel(sums, design, baseline, value):
    """Level under the baseline and paired difference of a function of {band: {column: sum}}."""
    pairs = [(value(sums[design][r]), value(sums[baseline][r])) for r in sums[baseline]]
    return interval([b for _, b in pairs]), interval([a - b for a, b in pairs])
