/// The part of the scenario reference that is written by hand: what no field list can say.
#pragma once

#include <string_view>

namespace pbrsim {

inline constexpr std::string_view reference_introduction = R"md(# Scenarios

<!-- Written by `pbrsim reference`; do not edit by hand. To refresh: cmake --build --preset dev --target reference -->

A scenario is a YAML file. `pbrsim check FILE` reads it as `pbrsim run` does and lists every mistake with file, line,
column and what to do; nothing runs before all is right. `pbrsim check FILE --resolved` prints the complete scenario
with every default filled in; running that gives the same results. `pbrsim diff A.yaml B.yaml` says what two
scenarios really differ in. `pbrsim schema > scenario.schema.json` gives editors what they need to complete and check
keys: begin a file with `# yaml-language-server: $schema=scenario.schema.json`.

In this folder: `templates/` to copy (a local model, and contracts of every kind for it), `eight_pilots.yaml` with its
areas in `pilots/`, `evidence/` with the parameters that all share and their sources, and `experiments/`: questions with
their designs; what came of them stands in [sim/MODEL.md](../sim/MODEL.md).

## The smallest scenario

    pbrsim: 1                        # version of the format
    title: One small town
    run: {go_live: 2012-04-01, history: 4 years, contract: 2 years, replications: 20, seed: 1}
    extends:                         # the clinical course, costs and the rest, with sources
      - evidence/natural_history.yaml
      - evidence/treatment_system.yaml
      - evidence/economics.yaml
    legacy: block                    # the design under which the history runs
    baseline: block                  # the design with which the others are compared
    designs:
      block: {label: Block contract}
      results: {label: Payment by results, transition: {months: 3, capacity_loss: 5%}}
    areas:
      town:
        name: Our town
        new_people: {opiate: 60 per year, non_opiate: 35 per year, alcohol: 150 per year, alcohol_and_non_opiate: 35 per year}
        providers:
          trust: {keyworker_hours: 560 hours per week, hourly_cost: GBP 35 per hour, fixed_cost: GBP 100000 per year}
        designs:                     # what is particular to the area; every provider needs a contract in every design
          block:
            contracts:
              trust: {terms: {grant: {kind: block, amount: GBP 1500000 per year}}}
          results:
            contracts:
              trust:
                terms:
                  grant: {kind: block, amount: GBP 1200000 per year}
                  completed: {kind: outcome, measure: planned_exit, price: GBP 900, cap: GBP 300000 per year}

The names of designs, areas, providers and terms are yours: small letters, digits and `_`, a letter first. A provider
and its contract have the same name.

**How many hours?** A client in treatment takes `treatment.hours` a week. An area whose providers have fewer hours than
their clients need grows waiting lists; `pbrsim run` shows waits and caseloads. A first guess: 2 hours a week for each
new person a year (Wigan has 2,015 hours for 1,001 people); then run, look at the waits, and change it.

**Words.** The numbers of transitions and the words of the tables below (journey, episode, band, handover) are explained in
[sim/MODEL.md](../sim/MODEL.md).

## Contracts

In every design each provider has a contract under its own name, and so has the assessment service (`assessment.service`)
where one assesses. A contract has `terms` by name, each of a `kind`, which decides what other keys it has:

| kind | pays |
| --- | --- |
| `block` | `amount` a year, by the month, whatever happens |
| `attachment` | `price` for each triage that begins a journey |
| `activity` | `price_per_week` for each client-week, by modality; 0 for those left out |
| `process` | `price` each time that the quality `measure` is met |
| `outcome` | `price` for each outcome, as `measure` says |
| `floor` | at the end of a contract year, what is missing to `amount` |

| measure of an outcome | is achieved |
| --- | --- |
| `abstinent_presenting_at_review` | at a review with no use of what the client came for in 28 days; `up_to` limits how often a journey |
| `abstinent_at_review` | at a review with no use of anything in 28 days; `up_to` as above, also for the next five |
| `reliably_improved_at_review` | at a review at which the days of use have fallen by the group's `pathway.reviews.reliable_fall` |
| `stopped_injecting_at_review` | at a review of a client who injected when the journey began and does not now |
| `housing_resolved_at_review` | the same of a housing problem |
| `found_work_at_review` | at a review of a client who had no work when the journey began and has some now |
| `wellbeing_normal_at_review` | at a review with a score of at least `pathway.reviews.wellbeing_normal` |
| `planned_exit` | by a planned exit, once 21 days have passed without a return |
| `no_representation` | by a planned exit without a return within `within_months` |
| `no_proven_offence` | by `within_months` from the start of a journey without an offence proven; not by those who died or left |
| `fewer_offences` | once a contract year: `price` for each proven offence below `baseline` times the clients treated |

| measure of a process | is met |
| --- | --- |
| `started_in_time` | by the start of a journey `within` a time from the referral |
| `vaccination_offered` | at the start of a journey, where vaccination is offered (`pathway.reviews.vaccination_offered`) |
| `review_done` | by each review |

What may be added to a term, by the kinds that have the key:

- `requires_all: [housing, injecting]`: paid only if nothing is wrong in these domains at the review or the planned exit.
- `verified_by`: `assessor` (where the design has an independent assessment) or `provider`, whose own word may be too good
  (`practice.reporting`); for measures at a review and for `requires_all`.
- `applies_to`: `new`, only journeys begun at or after the beginning of the contract; `stock`, only those begun before it; for
  measures at a review or a planned exit. What else a client earns, but weeks in treatment, is of new journeys anyway.
- `counts_as_return: treatment_or_criminal_justice`: `no_representation` is voided by a contact with a criminal-justice drug worker,
  on arrest, as well (`pathway.offending.drug_contact`); claw-backs follow returns to treatment alone.
- `threshold: {rate: 30%, pays: what_exceeds_it, malus: GBP 50, ratchet: 25%}`: nothing is paid until the end of the contract
  year, then what exceeds the threshold at the year's mean price, or with `everything_once_met` all or nothing. `count`
  instead of `rate` is a number a year. A rate is of the opportunities: reviews (for what was to be solved, of those who
  had the problem), exits other than transfers, closed windows, starts of journeys.
- `escalator: {months: 12, steps: [{from: 0%, factor: 1}, {from: 25%, factor: 1.4}]}`: the price is multiplied by the factor of the
  rate that the cohort reached in the full months before; in the first month of a contract by the first factor.
- `claw_back: {within_months: 12, share: 100%}`: what was paid for a journey goes back when its client starts another.
- `phase_in`, `from_month`, `until_month`, `lag_months`, `cap`, `group_factor`, `groups`, `funder`. Months count from go-live
  and lie within the contract. `fewer_offences`, settled for all clients once a year, has no groups and no phases.

A term that can never pay is a mistake: a price, share or cap of 0, a threshold of 100% to be exceeded, groups that do not
come to the provider, injecting that nobody does. A single 0 among the prices of clusters, groups or modalities is not.

**Prices from a budget.** With `budget: GBP 1,000,000 per year` terms have a `share` instead of an amount or a price, and all
shares add up to 100%. Each price is then solved so that at legacy practice and under the legacy assessment the term
is expected to bring its share; `price_ratio` says how prices of clusters stand to each other. Caps, thresholds,
escalators, phases and claw-backs come on top: they are not part of that expectation. `terms.csv` has the prices.

The assessment service's contract can pay for the same things as a provider's, weeks in treatment (`activity`) left out: it
is paid for what becomes of the people of the whole area.

`clusters` group the bands of measured complexity (`pathway.complexity`), each band in one cluster; a `price` is then one
for all or one for each cluster, `price: {easier: GBP 400, harder: GBP 900}`, with `all` for clusters not named. Without
`clusters` there is one price.
`standard: drug_free_only` lets only those leave as planned who use nothing at all; `occasional_user_allowed` also those
who use occasionally something other than what they came for.

## Values

| what | how it is written |
| --- | --- |
| duration | `21 days`, `12 weeks`, `6 months`, `1 year` (a month is 30.4375 days, a year 365.25) |
| rate | `0.39 per year`, `2 per week`, `0.7 per 100 years` |
| share | `35%` or `0.35` |
| money | `GBP 1,200`, `GBP 55 per week`, `GBP 30 per hour`, `GBP 900 per year` |
| hours | `37 hours per week`, `2 hours` |
| people | `120 per year`, `10 per month` |
| days of use in 28 | `13 days` |
| plain number | `1.5`, `-0.2`, `1e-3` |
| date | `2012-04-01` |
| truth | `true` or `false` (`yes`, `no`, `on`, `off` too) |

A number without the unit that its key has is refused, and so is a number with another unit. In braces and brackets
(`{…}`, `[…]`) an amount with a comma needs quotes: `{price: "GBP 1,200"}`.

**By group, modality or band.** Where a table below says *by group*, write a mapping by name
(`{opiate: 0.3, alcohol: 0.1}`), `all:` for the names not listed, or one value for all. A mapping of several fields
that is given by name goes over what `all:` says, key by key; a single value, a list, a hazard or a distribution
replaces it. Names left out, without `all:`, keep the default.

**By name.** Where a table says *by name*, the names are yours, as with areas and providers.

## What comes from where

**Files.** Any mapping may say `extends: other.yaml` or `extends: [one.yaml, two.yaml]`, relative to its own file. They
are read first, in order, and the mapping's own keys go over them: mappings merge key by key; single values, lists and
distributions replace. An empty value (`cap: ~`) takes away what an earlier file said. The extended file holds the keys
of the mapping that extends it: `areas.wigan` may extend a file that begins with `name: Wigan`.

**Areas.** The top level's `pathway` and `designs` hold for all areas; an area may have its own, which go over them.

**Practice.** `legacy_practice` holds during the history and in every design; what a design's `practice` says of a
provider goes over it.

**Money.** Providers live on what they are paid where a design says `behaviour: {money: on}` (at the top level: every
design); each has `finances`, for which `evidence/provider_finances.yaml` gives judged values. `providers_failed`, `provider_failures`,
`lowest_cash` and `provider_surplus` in summary.csv and providers.csv say what came of it. Without the switch nobody fails.

**Shocks.** What befalls an area under every design is no part of a design; it stands in the area as a list:
`shocks: [{label: budget cut, begins: 2013-04-01, months: 12, capacity: 0.9, fixed_cost: 1, inflow: 1}]`.

**The command line.** `--set run.replications=100`, `--set "areas.wigan.new_people.opiate=90 per year"`: changes one
value last, by its full path. It changes what is there; new areas, providers or terms belong in a file.

**Anchors** (`&a`, `*a`) may be used within a file; merge keys (`<<`) may not.

## Where values come from

Any mapping may carry `source:`, `mark:` and `note:`; a single value is then written
`{value: 0.72, source: "Bell 2012", mark: R-M}`. Marks: `S` sourced; `R-H`, `R-M`, `R-L` recalled with high, medium, low
confidence; `D` derived; `J` judgement. They are kept in the complete scenario and in the manifest of the results.
In the tables below a default that is not neutral says where it comes from; the defaults 0, 1, `true` and `false`
switch something off or leave it as it is.

## Uncertain values

Any number may be a distribution instead, unless the table says *no distribution*:

    drop_out:
      declined_share: {value: !beta {mean: 3%, sd: 1%}, source: "local audit", mark: J}
      hazard: {opiate: !lognormal {mean: 0.4 per year, sd: 0.1 per year}}

| tag | parameters |
| --- | --- |
| `!constant` | a plain value, the same as without the tag |
| `!uniform` | `low`, `high` |
| `!normal` | `mean`, `sd` |
| `!truncated_normal` | `mean`, `sd` (before it is cut), `low`, `high` |
| `!lognormal` | `mean`, `sd` (of the quantity itself), or `median`, `log_sd` (of its natural logarithm) |
| `!beta` | `mean`, `sd`; for shares |
| `!gamma` | `mean`, `sd` |
| `!triangular` | `low`, `mode`, `high` |

Parameters carry the unit of the key, but for `log_sd`. The distribution must stay within the key's range; a tail
without end counts as far as one draw in a million reaches. **A run takes the mean**, unless
`run.draws` asks for draws: each is one joint sample of all distributions, the same for every design and area, with
`run.replications` replications of its own. One distribution that stands for several values (one value for all groups, or in the top level's
pathway for all areas) is one unknown, drawn once. `draw: NAME` as a further parameter ties others to it: those of one
name are drawn together, at the same quantile.

**How draws are drawn.** `sampling: random`, the default, draws each unknown by itself. `sampling: sobol` spreads the draws
evenly (a scrambled Sobol sequence in each of `replicates` independent parts), which knows means with fewer draws; their
number is the number of replicates times a power of two. What goes together, by the names of draws:

    sampling:
      correlations:
        - {of: [moves, pathway.completion.rate], coefficient: -0.4}
        - {of: [a, b, c], matrix: [[1, 0.3, 0.2], [0.3, 1, 0.1], [0.2, 0.1, 1]]}

A coefficient of three names or more is that of each two of them. Correlations are those of normals behind the
distributions (a Gaussian copula), nearly those of the ranks; pairs left out are independent.
`sampling: {posterior: rows.csv}` takes values from joint samples instead: each draw is a row, chosen with replacement; columns
are names of draws; values stand without units, in the unit of the complete scenario (days, rates a year, shares, pounds).
Unknowns without a column are drawn from their distributions. Without draws a column stands for its mean. The complete scenario
holds the rows.

## How surely

`run.replications` is how many there are, or `run.draws` where what is not known is drawn, unless `precision` asks for more:

    precision: {measure: planned_exits_expected, difference: pilot - block, half_width: 5, at_most: 500}

goes on until the 95% interval of that paired difference is no wider than 5 exits to either side, in all areas together or in
`area`, and says how far it got where `at_most` ends it. The replications that the run begins with, at least 10, decide how many
it takes in all (Stein's two-stage rule): deciding once, and not looking again and again, keeps the interval right 95 times in
100. `pbrsim check --predict N` says from N replications about how many it will take.

With draws it is draws that are counted, each as the mean of its replications, because replications of one draw share what was
drawn:

    run: {draws: 20, replications: 2}
    precision: {measure: planned_exits_expected, difference: pilot - block, half_width: 5, at_most: 500}

begins with 20 draws of 2 replications and makes at most 500 of 2. The first 20 stay what they were. Rows of a posterior are
chosen independently in each draw, so they may be had with it; the draws of `sampling: sobol` depend on each other, so they may
not.

## Calibration

`pbrsim calibrate CALIBRATION.yaml --out DIR` fits values that a scenario gives as distributions, their priors, to published
figures. The file (its keys stand in `sim/scenario/calibration.hpp`; `evidence/calibration.yaml` is that of the shipped fit):

    pbrsim_calibration: 1
    scenario: mine.yaml                    # its baseline design alone is simulated, to the end of the run
    targets: evidence/targets.yaml
    parameters: [completion, moves_away]   # names of draws, below pathway, treatment, stock, persistent or new_people
    members: 100
    steps: 4
    seed: 1
    discrepancy: {exits_completed: {sd: 0.005}}   # what the model cannot get right, fixed before the fit

A target that says what it is `measured_as` (with `groups`, `areas`, `year`) is counted in the simulation; one with `use: fit` is
fitted, one with `use: check` stands beside. What the simulation counts no such thing of is listed in the report. Values of behaviour
and of contracts are refused. `DIR` gets `posterior.csv` for `sampling: {posterior: …}`, `calibration_targets.csv`,
`calibration_parameters.csv`, `report.md`; `--resume` goes on from what an ended calibration had finished. The method and what it
is worth: `analysis/calibration.hpp`. Where the file has discrepancies, a second fit without them (as if the model were right) stands
beside the first in tables and report. Simulations are members × (steps + 1), or members × (2 × steps + 1) with the second fit, each
of all areas and replications. With `draws` left at
0 a scenario's distributions are at their means.

## Twins

With `--people` a run writes `people.csv`, one row per person and design; `twins: {areas: [wigan], groups: [opiate], share: 10%}`
chooses whom. The same number is the same person in every design of an area and replication.

## Evaluation

With `--evaluation`, or `evaluation: {tables: true}`, a run writes what an evaluator would count: `evaluation.csv` by area and
quarter, `evaluation_years.csv` by financial year; `--extract` writes the records behind them. They begin `evaluation.before`
go-live; the data cut is the end of the run, `run.follow_up` after the contract. An area says what it is to an evaluation
(`evaluated_as`) and for how many areas it stands (`stands_for`); neither changes what happens. `pbrsim evaluate DIR` estimates
difference-in-differences from `evaluation.csv`.

`chosen_for` is the part of an area's year-to-year difference that it was chosen for: it is there in full in the year
`years_before` go-live and fades to both sides with `transient_autocorrelation`, so that a chosen area falls back under every
design. `scenarios/england.yaml` has all of this.

)md";

}  // namespace pbrsim
