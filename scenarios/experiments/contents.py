"""What the tables of the experiments show: which run, area, designs and rows. Standard library only."""
import dataclasses
import math
import statistics
import typing

import replays
import runs

BY_BAND = ["--by", "cluster,replication"]
BY_REPLICATION = ["--by", "replication"]
RUNS = {  # name: scenario, options
    "whose_choice": ("whose_choice.yaml", BY_BAND),
    "whose_choice_no_way_out": ("whose_choice_no_way_out.yaml", BY_BAND),
    "what_is_paid": ("what_is_paid.yaml", BY_REPLICATION),
    "what_is_paid_same_time": ("what_is_paid.yaml", [*BY_REPLICATION, "--set", "behaviour.time=false"]),
    "share_at_risk": ("share_at_risk.yaml", BY_REPLICATION),
    "delaware": ("delaware.yaml", [*BY_BAND, "--episodes"]),
    "maine": ("maine.yaml", BY_BAND),
    "maine_no_way_out": ("maine.yaml", [*BY_BAND, "--set", "behaviour.time=false", "--set", "behaviour.discharge=false"]),
    "therapists": ("therapists.yaml", [*BY_REPLICATION, "--episodes"]),
    "eight_pilots": ("../eight_pilots.yaml", ["--replications", "100"]),
    "eight_pilots_by_hand": ("../eight_pilots.yaml", ["--replications", "100", "--set", "sampling.posterior=null"]),
}


@dataclasses.dataclass
class Row:
    """A line of a table: a measure of summary.csv, or a function of sums of the panel."""

    label: str
    what: typing.Union[str, typing.Callable]
    scale: float = 1
    decimals: int = 0
    unit: str = ""
    area: str = ""  # instead of the table's

    def number(self, value, sign=""):
        if math.isnan(value):
            return "–"
        rounded = round(value * self.scale, self.decimals) + 0.0
        return f"{rounded:{sign},.{self.decimals}f}".replace("-", "−")

    def level(self, estimate):
        return self.number(estimate[0]) + self.unit

    def difference(self, estimate):
        mean, lower, upper = estimate
        if mean == lower == upper == 0:
            return "0"
        return f"{self.number(mean, '+')} [{self.number(lower, '+')}, {self.number(upper, '+')}]"


def share(label, what, area=""):
    return Row(label, what, 100, 1, "%", area)


def lines(head, body):
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *body])


@dataclasses.dataclass
class Effects:
    """Level under the baseline and paired differences of the other designs, with 95% intervals."""

    run: str
    area: str
    designs: list
    rows: list
    months: tuple = (0, 35)
    baseline: str = "block"

    def markdown(self, run):
        sums = run.sums(self.area, *self.months) if any(callable(r.what) for r in self.rows) else None
        head = [self.area if self.area != "total" else "", self.baseline]
        head += [f"{d} − {self.baseline}" for d in self.designs]
        return lines(head, [self.line(run, sums, row) for row in self.rows])

    def line(self, run, sums, row):
        if callable(row.what):
            both = [runs.of_panel(sums, d, self.baseline, row.what) for d in self.designs]
            return [row.label, row.level(both[0][0]), *(row.difference(d) for _, d in both)]
        area = row.area or self.area
        level = run.level(self.baseline, area, row.what)
        return [row.label, row.level(level), *(row.difference(run.difference(d, area, row.what)) for d in self.designs)]


@dataclasses.dataclass
class Practice:
    """What providers do on the first day of a quarter: means over replications."""

    run: str
    area: str
    designs: list
    rows: list  # label, column of providers.csv, function of it
    quarter: str = "2014-04-01"
    provider: str = "service"

    def markdown(self, run):
        body = []
        for label, column, shown in self.rows:
            cells = []
            for design in self.designs:
                values = run.practice(design, self.area, self.provider, self.quarter, column)
                cells.append(f"{statistics.fmean(shown(v) for v in values):.2f}".replace("-", "−"))
            body.append([label, *cells])
        return lines([self.area, *self.designs], body)


def in_treatment(sums):
    return sum(v for k, v in sums.items() if k in IN_TREATMENT)


IN_TREATMENT = ["person_days_" + m for m in ("maintenance", "reduction", "psychosocial", "residential")]
COMPLETED = ("completed_drug_free", "completed_occasional_user")
EXITS = (*COMPLETED, "dropped_out", "declined", "transferred", "to_custody", "died_in_treatment")


def stay(bands):
    return in_treatment(bands["all"]) / sum(bands["all"][e] for e in EXITS)


def of_bands(column, bands):
    return lambda sums: sum(sums[b][column] for b in bands)


def completions_of(bands):
    return lambda sums: sum(sums[b][c] for b in bands for c in COMPLETED)


def harder_share(sums):
    return of_bands("journeys", runs.HARDER)(sums) / sums["all"]["journeys"]


EASIER = ("very_low", "low")
JOURNEYS = Row("new journeys", "new_journeys")
COMPLETIONS = Row("planned exits", "planned_exits")
DROPPED = Row("unplanned exits", "unplanned_exits")
WITHIN_12 = share("completed within 12 months", "completed_12_months")
BACK = share("back within 6 months of planned exit", "represented_6")
ABSTINENT = share("abstinent from everything at review", "abstinent_at_review")
REPORTED = share("the same, as reported", "reported_abstinent")
WAIT = Row("wait from referral, days", "wait_days", 1, 1)
RELAPSES = Row("relapses out of treatment", "relapses_expected")
DEATHS = Row("deaths", "deaths_expected", 1, 1)
SPEND = Row("commissioner's spend, £ thousand", "spend", 1e-3)
QALYS = Row("QALYs, to the end of the run", "qalys", 1, 1)
STAY = Row("days in treatment per exit", stay)
FOUR = ["flat", "independent", "adjusted", "both"]
CHOICE_ROWS = [
    JOURNEYS, WAIT,
    Row("new journeys of easier clients", of_bands("journeys", EASIER)),
    Row("new journeys of harder clients", of_bands("journeys", runs.HARDER)),
    share("harder clients, of new journeys", harder_share),
    Row("turned away at assessment, all", lambda s: s["all"]["not_accepted"]),
    Row("planned exits of easier clients", completions_of(EASIER)),
    Row("planned exits of harder clients", completions_of(runs.HARDER)),
    BACK, ABSTINENT, DROPPED, SPEND,
]


def same(value):
    return value


def accepted(selection):
    return math.exp(min(selection, 0))


def by_cluster(label, lever, shown=same):
    return [(f"{label}, {name}", f"{lever}_{band}", shown)
            for name, band in (("easier", "low"), ("medium", "medium"), ("harder", "high"))]


CHOICE_PRACTICE = [
    *by_cluster("acceptance", "selection", accepted),
    *by_cluster("engagement", "engagement"),
    *by_cluster("abstinence", "abstinence"),
    *by_cluster("reintegration", "reintegration"),
    *by_cluster("harm reduction", "harm_reduction"),
    ("discharge", "discharge", same),
    ("coding", "coding", same),
]
COMMON = [JOURNEYS, WAIT, Row("people in treatment", "in_treatment"), STAY, COMPLETIONS, WITHIN_12, DROPPED, ABSTINENT,
          REPORTED, BACK, RELAPSES, DEATHS, SPEND, QALYS]
SAME_TIME = [JOURNEYS, WAIT, STAY, COMPLETIONS, DROPPED, ABSTINENT, RELAPSES]
PAID_PRACTICE = [("engagement", "engagement_medium", same), ("abstinence", "abstinence_medium", same),
                 ("reintegration", "reintegration_medium", same), ("harm reduction", "harm_reduction_medium", same),
                 ("discharge", "discharge", same), ("reporting", "reporting", same)]
RISK = ["tenth", "three_tenths", "all"]
PILOT_ROWS = [JOURNEYS, WAIT, Row("people in treatment", "in_treatment"), COMPLETIONS, WITHIN_12,
              share("completed, of all treated in the year", "completed_of_treated"), BACK, DROPPED, ABSTINENT,
              REPORTED, RELAPSES, DEATHS,
              Row("acquisitive offences (expected)", "offences"), SPEND, QALYS]
AREAS = ["bracknell_forest", "enfield", "west_kent", "lincolnshire", "oxfordshire", "stockport", "wakefield", "wigan"]


@dataclasses.dataclass
class ByArea:
    """Some measures of each area: level under the baseline and paired difference of a design."""

    run: str
    design: str
    rows: list
    baseline: str = "block"

    def markdown(self, run):
        head = ["area"]
        for row in self.rows:
            head += [f"{row.label}: {self.baseline}", f"{self.design} − {self.baseline}"]
        body = []
        for area in [*AREAS, "total"]:
            body.append([area])
            for row in self.rows:
                body[-1] += [row.level(run.level(self.baseline, area, row.what)),
                             row.difference(run.difference(self.design, area, row.what))]
        return lines(head, body)


TABLES = dict(replays.TABLES)
for town in ("ample", "short"):
    for name in ("whose_choice", "whose_choice_no_way_out"):
        if (name, town) != ("whose_choice_no_way_out", "ample"):
            TABLES[f"{name} {town}"] = Effects(name, town, FOUR, CHOICE_ROWS)
            TABLES[f"{name} {town} practice"] = Practice(name, town, ["block", *FOUR], CHOICE_PRACTICE)
    TABLES[f"what_is_paid {town}"] = Effects("what_is_paid", town, ["interim", "exits", "own_word"], COMMON)
    TABLES[f"what_is_paid {town} practice"] = Practice("what_is_paid", town, ["block", "interim", "exits", "own_word"], PAID_PRACTICE)
    TABLES[f"share_at_risk {town}"] = Effects("share_at_risk", town, RISK, COMMON)
TABLES["what_is_paid_same_time short"] = Effects("what_is_paid_same_time", "short", ["interim", "exits"], SAME_TIME)
TABLES["eight_pilots"] = Effects("eight_pilots", "total", ["pilot"], PILOT_ROWS)
TABLES["eight_pilots_by_hand"] = Effects("eight_pilots_by_hand", "total", ["pilot"], PILOT_ROWS)
TABLES["eight_pilots areas"] = ByArea("eight_pilots", "pilot", [COMPLETIONS, WITHIN_12, ABSTINENT])
