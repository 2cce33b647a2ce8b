#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""schema.py SCHEMA FILE: is every line of FILE as the JSON Schema says?

Knows of JSON Schema what doc/report.schema.json uses, and refuses any other word of it: a
schema that is read in part proves nothing. Checks besides what no schema can say: the order
of the lines, one result for each case and implementation, totals.
"""
import json
import re
import sys
from typing import Any, Dict, List

TYPES: Dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool,
    "integer": int, "number": (int, float),
}
IGNORED = {"$schema", "$id", "title", "description", "definitions"}


class Wrong(Exception):
    """What is wrong, and where."""


def check_type(schema: Dict[str, Any], value: Any, at: str) -> None:
    name = schema["type"]
    if not isinstance(value, TYPES[name]) or (isinstance(value, bool) and name != "boolean"):
        raise Wrong(f"{at}: not of type {name}")


def check_object(root: Any, schema: Dict[str, Any], value: Dict[str, Any], at: str) -> None:
    for name in schema.get("required", []):
        if name not in value:
            raise Wrong(f"{at}: {name} is missing")
    known = schema.get("properties", {})
    for name, member in value.items():
        if name in known:
            check(root, known[name], member, f"{at}.{name}")
        elif schema.get("additionalProperties", True) is False:
            raise Wrong(f"{at}: unknown member {name}")


def check_one_of(root: Any, schemas: List[Any], value: Any, at: str) -> None:
    reasons = []
    for schema in schemas:
        try:
            check(root, schema, value, at)
        except Wrong as wrong:
            reasons.append(str(wrong))
    if len(reasons) != len(schemas) - 1:
        raise Wrong(f"{at}: not exactly one of {len(schemas)} forms: {reasons}")


def check(root: Any, schema: Dict[str, Any], value: Any, at: str) -> None:
    left = set(schema) - IGNORED
    if "$ref" in left:
        name = schema["$ref"]
        if not name.startswith("#/definitions/"):
            raise SystemExit(f"schema: a reference to elsewhere: {name}")
        check(root, root["definitions"][name[len("#/definitions/"):]], value, at)
    if "oneOf" in left:
        check_one_of(root, schema["oneOf"], value, at)
    if "enum" in left and value not in schema["enum"]:
        raise Wrong(f"{at}: {value!r} is none of {schema['enum']}")
    if "type" in left:
        check_type(schema, value, at)
    if "pattern" in left and not re.search(schema["pattern"], value):
        raise Wrong(f"{at}: {value!r} is not as {schema['pattern']}")
    if "minimum" in left and value < schema["minimum"]:
        raise Wrong(f"{at}: {value!r} is below {schema['minimum']}")
    if "minItems" in left and len(value) < schema["minItems"]:
        raise Wrong(f"{at}: fewer than {schema['minItems']} items")
    if "items" in left:
        for i, item in enumerate(value):
            check(root, schema["items"], item, f"{at}[{i}]")
    if isinstance(value, dict):
        check_object(root, schema, value, at)
    left -= {"$ref", "oneOf", "enum", "type", "pattern", "minimum", "minItems", "items",
             "required", "properties", "additionalProperties"}
    if left:
        raise SystemExit(f"schema: unknown words: {left}")


def check_lines(lines: List[Dict[str, Any]]) -> None:
    head, results, end = lines[0], lines[1:-1], lines[-1]
    oracles = {one["label"] for one in head["implementations"] if one["oracle"]}
    while results and results[-1]["type"] == "difference":
        if not {results[-1]["from"], results[-1]["to"]} <= oracles:
            raise Wrong("a difference of what is no oracle")
        results.pop()
    if [head["type"], end["type"]] != ["run", "end"] or \
            any(result["type"] != "result" for result in results):
        raise Wrong("the lines are not run, result..., difference..., end")
    labels = [one["label"] for one in head["implementations"]]
    if len(set(labels)) != len(labels):
        raise Wrong("a label names two implementations")
    cells = [(result["case"], result["implementation"]) for result in results]
    if len(set(cells)) != len(cells) or not {label for _, label in cells} <= set(labels):
        raise Wrong("not one result for each case and implementation")
    if end["complete"] and len(cells) != head["cases"] * len(labels):
        raise Wrong("complete, but there are cells without a result")
    besides = len(end["stale"]) + sum(len(one["thin"]) for one in end["trials"])
    told = end["passed"] + end["failed"] + end["skipped"] - besides
    if told != len(cells):
        raise Wrong("the totals are not those of the results")
    abouts = [result["case"] for result in results if "about" in result]
    if len(abouts) != len(set(abouts)) or set(abouts) != {case for case, _ in cells}:
        raise Wrong("not one `about` for each case")


def main() -> None:
    with open(sys.argv[1], encoding="ascii") as file:
        schema = json.load(file)
    lines = []
    with open(sys.argv[2], encoding="ascii") as file:
        for number, line in enumerate(file, 1):
            try:
                lines.append(json.loads(line))
                check(schema, schema, lines[-1], "line")
            except (Wrong, ValueError) as wrong:
                raise SystemExit(f"{sys.argv[2]}:{number}: {wrong}")
    try:
        check_lines(lines)
    except Wrong as wrong:
        raise SystemExit(f"{sys.argv[2]}: {wrong}")


main()
