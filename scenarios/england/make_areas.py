"""Writes the areas that stand for the rest of England: comparison_areas.yaml and redesigned_areas.yaml.

Usage: python3 scenarios/england/make_areas.py [--number 40] [--redesigned 8] [--seed 2012] [--folder DIR]
       [--prefix few_]

Change the numbers below, or the options, run it, and run england.yaml again. Each area is a draw from a joint
distribution of size, mix and performance; draws are spread evenly over each distribution (a Latin hypercube), so
that few areas stand well for many. Every number that the areas are made of is here, with its source or reason.
"""
import argparse
import math
import pathlib
import random
import statistics

AREAS = 141  # S: 149 partnerships less the eight pilots
PILOT_INFLOW = {"opiate": 1291, "non_opiate": 672, "alcohol": 3449, "alcohol_and_non_opiate": 697}  # scenarios/pilots
# D: drug journeys in the two years before April 2012, elsewhere and in the pilots (Jones et al. 2018, S)
REST_TO_PILOTS = 143459 / 10716

SIZE_LOG_SD = 0.6  # J: unitary authorities to counties; the pilots run from 250 to 2,000 in drug treatment
MIX_LOGIT_SD = 0.25  # J: opiate share of new drug clients, between areas
# J: "14 of 149 systems clearly better after risk adjustment" (Eastwood 2017, S) asks for some spread; on a standard
# normal performance these give a standard deviation of about 0.18 on the log odds of completing within 12 months.
COMPLETION_PER_SD = 0.30
UNPLANNED_EXIT_PER_SD = -0.19
MIX_WITH_PERFORMANCE = -0.3  # J: those 14 had fewer opiate users (Eastwood 2017, S)

# D: keyworker hours a week that one new person a year comes to in a steady state without effects of the area's own,
# and their change in log per unit of performance: person-days by modality x treatment.hours, seven years of four
# replications of an area as large as Wigan with hours that never bind, at performances of -1.5, 0 and 1.5.
HOURS = {"opiate": 4.93, "non_opiate": 1.00, "alcohol": 1.04, "alcohol_and_non_opiate": 1.06}
HOURS_LOG_PER_SD = {"opiate": 0.017, "non_opiate": -0.047, "alcohol": -0.040, "alcohol_and_non_opiate": -0.043}
SLACK = 1.09  # J: as in the pilots, so that waits are short but hours can bind
HOURLY_COST = 35  # J: as in the pilots
WEEKS = 365.25 / 7
FIXED = 0.10  # J: of staff cost, as in the pilots
BLOCK_TO_STAFF = 1.54  # D: block to staff cost in Wigan, 5,669,000 / (2,015 x 35 x 52.18)


def even_normals(n, rng):
    """Standard normal scores at the middles of n equal parts, shuffled."""
    scores = [statistics.NormalDist().inv_cdf((i + 0.5) / n) for i in range(n)]
    spread = statistics.pstdev(scores)
    scores = [s / spread for s in scores]
    for i in range(n - 1, 0, -1):
        j = int(rng.random() * (i + 1))
        scores[i], scores[j] = scores[j], scores[i]
    return scores


def inflow(size, mix):
    """New people a year by group, of an area of that size relative to the mean and that shift of the opiate logit."""
    mean = {g: n * REST_TO_PILOTS / AREAS for g, n in PILOT_INFLOW.items()}
    drugs = [g for g in mean if g != "alcohol"]
    total = sum(mean[g] for g in drugs)
    opiate = mean["opiate"] / total
    shifted = 1 / (1 + (1 - opiate) / opiate * math.exp(-mix))
    people = {g: mean[g] * size * (1 - shifted) / (1 - opiate) for g in drugs}
    people["opiate"] = total * size * shifted
    people["alcohol"] = mean["alcohol"] * size
    return {g: round(people[g], 1) for g in PILOT_INFLOW}


def area(number, people, performance, stands_for, redesigned):
    hours = SLACK * sum(people[g] * HOURS[g] * math.exp(HOURS_LOG_PER_SD[g] * performance) for g in people)
    hours = round(hours)
    staff = hours * HOURLY_COST * WEEKS
    kind = "Redesigned" if redesigned else "Comparison"
    lines = [f"  {kind.lower()}_{number:02}:",
             f"    extends: {kind.lower()}_area.yaml",
             f"    name: {kind} area {number}",
             "    mark: J",
             '    note: "drawn by make_areas.py, which has the distributions and their reasons"',
             f"    stands_for: {stands_for:.6g}",
             "    new_people: {" + ", ".join(f"{g}: {n:g} per year" for g, n in people.items()) + "}",
             f"    persistent: {{completion: {COMPLETION_PER_SD * performance:.3f}, "
             f"unplanned_exit: {UNPLANNED_EXIT_PER_SD * performance:.3f}}}",
             "    providers:",
             f"      service: {{keyworker_hours: {hours} hours per week, fixed_cost: GBP {round(FIXED * staff, -3):.0f} per year}}",
             "    designs:"]
    block = f"{{terms: {{block: {{kind: block, amount: GBP {round(BLOCK_TO_STAFF * staff, -3):.0f} per year}}}}}}"
    for design in ("block", "pilot"):
        lines += [f"      {design}:",
                  f"        contracts: {{service: {block}}}",
                  f"        successor: {{service: {block}}}"]
    return lines


def make(number, seed, stands_for, redesigned):
    rng = random.Random(seed)
    sizes, mixes, rest = (even_normals(number, rng) for _ in range(3))
    weights = [math.exp(SIZE_LOG_SD * s) for s in sizes]
    scale = number / sum(weights)
    share = MIX_WITH_PERFORMANCE
    lines = []
    for i in range(number):
        performance = share * mixes[i] + math.sqrt(1 - share ** 2) * rest[i]
        people = inflow(weights[i] * scale, MIX_LOGIT_SD * mixes[i])
        lines += area(i + 1, people, performance, stands_for, redesigned)
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=40, help="areas of comparison")
    parser.add_argument("--redesigned", type=int, default=8, help="redesigned areas besides")
    parser.add_argument("--seed", type=int, default=2012)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--prefix", default="", help="of the files' names")
    options = parser.parse_args()
    if options.number < 2 or options.redesigned < 2:
        parser.error("at least 2 areas of each kind")
    prefix = f" --prefix {options.prefix}" if options.prefix else ""
    said = (f"# Made by make_areas.py --number {options.number} --redesigned {options.redesigned} --seed {options.seed}{prefix}; "
            "change that and make it again.\n\nareas:\n")
    for name, n, redesigned in (("comparison", options.number, False), ("redesigned", options.redesigned, True)):
        # A redesigned area is one more of the others: it stands for itself.
        weight = 1 if redesigned else AREAS / n
        text = said + "\n".join(make(n, options.seed + redesigned, weight, redesigned)) + "\n"
        (options.folder / f"{options.prefix}{name}_areas.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
