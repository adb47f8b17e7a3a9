"""What an evaluator would find if only one thing had changed in the pilots: writes a scenario that holds, beside block and
pilot, a design for each.

Usage: pbrsim check scenarios/england.yaml --resolved | python3 scenarios/england/one_by_one.py [--nothing] > one_by_one.yaml
       pbrsim run one_by_one.yaml --out results/one_by_one && pbrsim evaluate results/one_by_one

--nothing takes luck and recording out besides: the pilots' lead is lasting, and an independent service records no more of
those who never start than a provider does. Under `block` then nothing at all differs from before go-live. It keeps block,
assessment and pilot alone.
Needs PyYAML. Comparison areas have their block contract under every design.
"""
import argparse
import copy
import sys

import yaml

LEAD = {"completion": 0.55, "unplanned_exit": -0.35}  # evidence/pilot_areas.yaml: lasting, where no luck is in it
RESPONSES = ["effort", "discharge", "selection", "coding", "reporting", "learning", "readiness", "recovery_focus",
             "crowding_out"]


class Tagged:
    def __init__(self, tag, value):
        self.tag, self.value = tag, value


def read(text):
    class Loader(yaml.SafeLoader):
        pass
    Loader.yaml_implicit_resolvers = {}  # everything stays the text that it is
    Loader.add_multi_constructor("!", lambda loader, tag, node: Tagged("!" + tag, loader.construct_mapping(node, deep=True)))
    return yaml.load(text, Loader)


def write(scenario):
    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True
    Dumper.add_representer(Tagged, lambda dumper, t: dumper.represent_mapping(t.tag, t.value))
    Dumper.yaml_implicit_resolvers = {}
    return yaml.dump(scenario, Dumper=Dumper, sort_keys=False, width=1000, allow_unicode=True)


def behaviour(design, *on):
    """The design with these responses alone; how things are recorded stays as it is."""
    for name in RESPONSES:
        design["behaviour"][name] = "true" if name in on else "false"
    return design


def block_with(area, **parts):
    design = behaviour(copy.deepcopy(area["block"]))
    design.update(copy.deepcopy(parts))
    return design


def assessed(area, handover, checked):
    """The block contract with the pilot's assessment."""
    pilot = area["pilot"]
    if truth(pilot["assessment"]["independent"]) != "true":
        return block_with(area)
    service = value(pilot["assessment"]["service"])
    design = block_with(area, assessment=pilot["assessment"])
    design["assessment"]["handover"] = handover
    design["verification"] = {"by": "as_the_design" if checked else "provider"}
    if not checked:
        design["verification"]["stringency"] = "0"
    amount = {"terms": {"block": {"kind": "block", "amount": "GBP 1 per year"}}}
    design["contracts"][service] = amount
    return design


def value(given):
    return given["value"] if isinstance(given, dict) else given


def truth(given):
    return value(given)


def paid(area, *on):
    """The pilot's contract with the providers, the block's assessment and transition."""
    design = copy.deepcopy(area["pilot"])
    service = value(design["assessment"]["service"])
    for part in ("assessment", "transition"):
        design[part] = copy.deepcopy(area["block"][part])
    for contracts in ("contracts", "successor"):
        if service in design.get(contracts, {}) and service not in area["block"]["contracts"]:
            del design[contracts][service]
    return behaviour(design, *on)


def designs_of(area):
    others = [r for r in RESPONSES if r not in ("coding", "reporting")]
    pilot = area["pilot"]
    return {"block": area["block"],
            "transition": block_with(area, transition=pilot["transition"]),
            "assessment": assessed(area, "false", False),
            "handover": assessed(area, "true", False),
            "checking": assessed(area, "false", True),
            "coverage": paid(area),
            "coding": paid(area, "coding", "readiness"),
            "reporting": paid(area, "reporting", "readiness"),
            "behaviour": paid(area, *others),
            "pilot": pilot}


LABELS = {"block": "Nothing", "transition": "Transition alone", "assessment": "Assessment by an independent service alone",
          "handover": "Assessment with its handover", "checking": "Assessment with checks of completion",
          "coverage": "Contract, only who is reviewed", "coding": "The same and coding", "reporting": "The same and reporting",
          "behaviour": "The same and effort, discharge, selection", "pilot": "Everything"}
WITHOUT = ["block", "assessment", "pilot"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nothing", action="store_true", help="no luck, no difference in recording")
    options = parser.parse_args()
    scenario = read(sys.stdin.read())
    scenario["title"] = "One by one" + (", without luck and recording" if options.nothing else "")
    for area in scenario["areas"].values():
        treated = value(area["evaluated_as"]) == "treated"
        designs = area["designs"]
        made = designs_of(designs) if treated else {name: designs["block"] for name in LABELS}
        area["designs"] = {name: dict(copy.deepcopy(design), label=LABELS[name]) for name, design in made.items()}
        if options.nothing:
            area["pathway"]["recording"]["independent"] = area["pathway"]["recording"]["provider"]
            if treated:
                for name, lead in LEAD.items():
                    area["chosen_for"][name] = "0"
                    area["persistent"][name] = str(lead)
        kept = WITHOUT if options.nothing else list(LABELS)
        area["designs"] = {name: area["designs"][name] for name in kept}
    scenario["designs"] = {name: {} for name in kept}
    print(write(scenario))


if __name__ == "__main__":
    main()
