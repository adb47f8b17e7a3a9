"""The JSON Schema against a validator that is not ours.

Usage: schema_test.py PBRSIM ROOT. Every shipped scenario, pilot file apart, must be valid by the schema, and
of the broken scenarios those with unknown or missing keys must not be. Needs python3-jsonschema and python3-yaml.
"""
import json
import pathlib
import subprocess
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML as the program reads it: no dates, tags of distributions without meaning."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def construct_distribution(loader, _, node):
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_scalar(node)


Loader.add_multi_constructor("!", construct_distribution)

INVALID = """unknown_key missing_key area_over_top not_a_word not_a_number unit_missing unit_wrong
version not_a_mapping distribution_parameters kind_unknown kind_other unknown_in_list two_hazards""".split()


def main():
    pbrsim, root = sys.argv[1], pathlib.Path(sys.argv[2])
    text = subprocess.run([pbrsim, "schema"], check=True, capture_output=True, text=True).stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []

    def errors(path):
        return list(validator.iter_errors(yaml.load(path.read_text(), Loader)))

    good = [root / "scenarios/eight_pilots.yaml", root / "tests/cli/two_designs.yaml"]
    good += [root / "tests/scenario/minimal.yaml", root / "tests/scenario/rich.yaml"]
    good += sorted((root / "scenarios/templates").glob("*.yaml"))
    for path in good:
        for error in errors(path):
            failures.append(f"{path}: {error.json_path}: {error.message[:200]}")
        resolved = subprocess.run([pbrsim, "check", "--resolved", path], check=True, capture_output=True,
                                  text=True).stdout
        for error in validator.iter_errors(yaml.load(resolved, Loader)):
            failures.append(f"{path} resolved: {error.json_path}: {error.message[:200]}")
    for name in INVALID:
        path = root / "tests/scenario/broken" / (name + ".yaml")
        if not errors(path):
            failures.append(f"{path}: the schema finds nothing wrong")
    print("\n".join(failures) or f"{len(good)} scenarios valid, {len(INVALID)} invalid, as they should be")
    sys.exit(1 if failures else 0)


main()
