"""Reads the tables of each folder by its datapackage.json alone and holds them against it.

Usage: data_package_check.py FOLDER...
"""
import hashlib
import json
import pathlib
import sys

import pandas as pd


def read(folder, resource):
    schema = resource["schema"]
    path = folder / resource["path"]
    raw = path.read_bytes()
    assert len(raw) == resource["bytes"], path
    assert "sha256:" + hashlib.sha256(raw).hexdigest() == resource["hash"], path
    compression = "gzip" if resource.get("compression") == "gz" else None
    table = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=schema["missingValues"],
                        compression=compression, encoding=resource["encoding"])
    assert list(table.columns) == [f["name"] for f in schema["fields"]], path
    return table


def check_field(name, field, values):
    constraints = field.get("constraints", {})
    if constraints.get("required"):
        assert values.notna().all(), (name, field["name"], "missing")
    values = values.dropna()
    kind = field["type"]
    if kind in ("integer", "number"):
        numbers = pd.to_numeric(values)
        if kind == "integer":
            assert (numbers == numbers.round()).all(), (name, field["name"])
        assert (numbers >= constraints.get("minimum", -float("inf"))).all(), (name, field["name"])
        assert (numbers <= constraints.get("maximum", float("inf"))).all(), (name, field["name"])
    elif kind == "date":
        pd.to_datetime(values, format="%Y-%m-%d")
    elif kind == "boolean":
        assert values.isin(field["trueValues"] + field["falseValues"]).all(), (name, field["name"])
    else:
        assert kind == "string", kind
    if "enum" in constraints:
        assert values.isin(constraints["enum"]).all(), (name, field["name"])


def rows(table, columns):
    return set(map(tuple, table[columns].dropna().values))


def check(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {r["name"]: read(folder, r) for r in package["resources"]}
    for resource in package["resources"]:
        name, schema, table = resource["name"], resource["schema"], tables[resource["name"]]
        for field in schema["fields"]:
            check_field(name, field, table[field["name"]])
        assert not table.duplicated(schema["primaryKey"]).any(), name
        for key in schema.get("foreignKeys", []):
            other = tables[key["reference"]["resource"] or name]
            assert rows(table, key["fields"]) <= rows(other, key["reference"]["fields"]), (name, key)
    return len(tables)


for argument in sys.argv[1:]:
    assert check(pathlib.Path(argument)) >= 8
