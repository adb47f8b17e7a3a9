"""Tables of the replays: what was published beside what a run gives. Standard library only."""
import collections
import csv
import dataclasses
import datetime
import statistics

import runs


def pair(baseline, design, scale=1.0, decimals=0, unit=""):
    """Two levels and their paired difference, of values by replication."""
    def number(value, sign=""):
        return f"{round(value * scale, decimals) + 0.0:{sign},.{decimals}f}".replace("-", "−")

    mean, lower, upper = runs.interval([design[r] - baseline[r] for r in baseline])
    return (f"{number(statistics.fmean(baseline.values()))}{unit} → {number(statistics.fmean(design.values()))}{unit}: "
            f"{number(mean, '+')} [{number(lower, '+')}, {number(upper, '+')}]")


@dataclasses.dataclass
class Replay:
    """Lines of what, published, and a function of the run that says what it gives."""

    run: str
    rows: list

    def markdown(self, run):
        body = [f"| {what} | {published} | {shown(run)} |" for what, published, shown in self.rows]
        return "\n".join(["| | published | simulated |", "| --- | --- | --- |", *body])


def providers(design, quarter, value):
    def of(run):
        rows = (r for r in run.rows("providers") if (r["design"], r["quarter"]) == (design, quarter))
        return {r["replication"]: value(r) for r in rows}
    return of


def utilisation(design, quarter):
    return providers(design, quarter, lambda r: float(r["committed"]) / float(r["hours"]))


def over_panel(area, design, value, months):
    return lambda run: {r: value(bands) for r, bands in run.sums(area, *months)[design].items()}


def episodes(design, first, last, value):
    """Mean over episodes that began from first to last, by replication; days so far if they are still open."""
    def of(run):
        end = max(r["ended"] for r in run.rows("episodes"))
        values = collections.defaultdict(list)
        with open(run.folder / "episodes.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["design"] == design and first <= row["triage"] <= last:
                    values[row["replication"]].append(value(days(row["triage"], row["ended"] or end)))
        return {r: statistics.fmean(v) for r, v in values.items()}
    return of


def days(begin, end):
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(begin)).days


def beside(of, baseline, design, *where, **how):
    return lambda run: pair(of(baseline, *where)(run), of(design, *where)(run), **how)


def measure(area, name, design, scale=100.0, unit="%"):
    def shown(run):
        level = run.level("block", area, name)[0] * scale
        mean, lower, upper = (v * scale for v in run.difference(design, area, name))
        return f"{level:,.1f}{unit} → {level + mean:,.1f}{unit}: {mean:+.1f} [{lower:+.1f}, {upper:+.1f}]".replace("-", "−")
    return shown


PERCENT = {"scale": 100.0, "decimals": 1, "unit": "%"}


def harder_share(bands):
    return sum(bands[b]["journeys"] for b in runs.HARDER) / bands["all"]["journeys"]


def harder(area, design, months):
    def of(which):
        return over_panel(area, which, harder_share, months)
    return lambda run: pair(of("block")(run), of(design)(run), **PERCENT)


def stay(value):
    return value


def twelve_weeks(value):
    return value >= 84


DELAWARE_YEARS = ("2002-01-01", "2004-12-31")
DELAWARE = Replay("delaware", [
    ("utilisation, in the end", "54% → 95%", beside(utilisation, "block", "utilisation", "2006-10-01", **PERCENT)),
    ("the same, after a year", "", beside(utilisation, "block", "utilisation", "2003-01-01", **PERCENT)),
    ("length of stay, days, episodes of the first three years", "+22 to +24",
     beside(lambda d: episodes(d, *DELAWARE_YEARS, stay), "block", "utilisation")),
    ("participation: here, episodes of 12 weeks or more", "53% → 70%",
     beside(lambda d: episodes(d, *DELAWARE_YEARS, twelve_weeks), "block", "utilisation", **PERCENT)),
    ("wait, days", "−13 to −20", measure("delaware", "wait_days", "utilisation", 1, "")),
    ("mix of patients: harder clients, of new journeys", "unchanged", harder("delaware", "utilisation", (0, 59))),
    ("completed within 12 months", "not read", measure("delaware", "completed_12_months", "utilisation")),
    ("providers that failed", "one", lambda run: "money is off"),
    ("surplus of the programme over 60 months, £ million", "", measure("delaware", "surplus", "utilisation", 1e-6, "")),
])
STAKES = {"tenth": "10% at risk", "three_tenths": "30% at risk", "all": "100% at risk"}
SEVERE = "most severe (here: harder clients), of new journeys"


def selected(run, town, where):
    return Replay(run, [(f"{SEVERE}: {text}, {where}", "−9 points (−7 against +2)", harder(town, design, (0, 35)))
                        for design, text in STAKES.items()])


MAINE = Replay("maine", selected("maine", "ample", "ample").rows + selected("maine", "short", "short").rows + [
    (f"abstinent from everything at review: {text}, short", "better", measure("short", "abstinent_at_review", design))
    for design, text in STAKES.items()])
TRIAL = ("2009-01-01", "2010-12-31")
THERAPISTS = Replay("therapists", [
    ("competence of therapists", "24.0% against 8.9%", lambda run: "cannot be said; effort on engagement instead:"),
    ("effort on engagement after two years", "",
     beside(lambda d: providers(d, "2010-01-01", lambda r: float(r["engagement_medium"])), "block", "dose", decimals=2)),
    ("target dose: here, episodes of 12 weeks or more", "17.3% against 2.5%",
     beside(lambda d: episodes(d, *TRIAL, twelve_weeks), "block", "dose", **PERCENT)),
    ("remission: here, abstinent from everything at review", "no better", measure("trial", "abstinent_at_review", "dose")),
    ("completed within 12 months", "not read", measure("trial", "completed_12_months", "dose")),
    ("effort on abstinence after two years", "",
     beside(lambda d: providers(d, "2010-01-01", lambda r: float(r["abstinence_medium"])), "block", "dose", decimals=2)),
])
NO_WAY_OUT = selected("maine_no_way_out", "short", "short, no other way to make room")
TABLES = {"delaware": DELAWARE, "maine": MAINE, "maine_no_way_out": NO_WAY_OUT, "therapists": THERAPISTS}
