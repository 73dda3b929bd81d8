"""What the program reads is valid by the JSON Schemas that it exports, and what it refuses for keys and kinds is not.

Looks at every model of the golden cases, the systems and $CORM_CORPUS, at the systems' corm.yaml and fixtures, and at
mistakes of each language.

usage: check_schema.py PROGRAM SOURCE-FOLDER
"""

import json
import os
import pathlib
import re
import subprocess
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: this Python has no {missing.name}")
    sys.exit(77)


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as the program reads: only true, false, null and numbers are not text, and keys always are."""

    def construct_mapping(self, node, deep=False):
        self.flatten_mapping(node)
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", "n~ "),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("merge", r"<<", "<"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^$"), [""])
Core.add_constructor("tag:yaml.org,2002:bool", lambda loader, node: node.value == "true")
Core.add_multi_constructor("!", lambda loader, suffix, node: node.value)

BROKEN = {
    "model": [
        "corm: 2",
        "corm: 1\nmodles: {}",
        "corm: 1\nmodels: []",
        "corm: 1\nmodels: {A: {colums: {}}}",
        "corm: 1\nmodels: {A: {columns: {id: {type: integer, primary_ky: true}}}}",
        "corm: 1\nmodels: {A: {columns: {id: {type: integer, primary_key: yes please}}}}",
        "corm: 1\nmodels: {A: {columns: {id: [integer]}}}",
        "corm: 1\nmodels: {A: {columns: {b: {foreign_key: b.id, on_delete: casacde}}}}",
        "corm: 1\nmodels: {A: {relationships: {b: B}}}",
        "corm: 1\nmodels: {A: {relationships: {b: {target: B, viewonly: maybe}}}}",
        "corm: 1\nmodels: {A: {relationships: {b: {target: B, kind: one_to_none}}}}",
        "corm: 1\ntables: {a: {relationships: {}}}",
        "corm: 1\ntables: {a: {schema: ''}}",
        "corm: 1\ntables: {a: {postgresql: {with: {fillfactor: [70]}}}}",
        "corm: 1\ntables: {a: {indexes: [{columns: [{column: a, order: up}]}]}}",
        "corm: 1\nenums: {e: happy}",
        "corm: 1\nnaming: {px: a}",
    ],
    "config": [
        "corm: 1\nmodell: model.yaml",
        "corm: 1\nengines: [sqlit]",
        "corm: 1\nlint: {severity: {REL605: fatal}}",
        "corm: 1\nenvironments: {dev: {ulr: x}}",
        "corm: 1\npostgresql: {lock_timeout: soon}",
    ],
    "fixtures": ["_fixtures: 2", "users: alice", "_mode: insret"],
}
# What the program says of keys and kinds, each of which a schema can say, too ...
SCHEMA_SAYS = ("MOD001", "MOD002")
# ... and the rest of what is refused while reading: a schema may or may not know of it.
MAY_SAY = ("YML", "MOD00", "MOD01", "MOD026", "MOD027", "REL617")


def load(path):
    """The documents of a file, or None where PyYAML does not read it."""
    try:
        return list(yaml.load_all(path.read_bytes().decode("utf-8"), Core))
    except (yaml.YAMLError, ValueError, TypeError):
        return None


def codes_of_models(program, models):
    """What the program finds in each file, read alone: path to set of codes."""
    result = subprocess.run(
        [program, "lint", "--format", "json", "--select", "MOD,YML,REL617", *map(str, models)], stdout=subprocess.PIPE, check=False
    )
    codes = {str(path): set() for path in models}
    for finding in json.loads(result.stdout)["findings"]:
        codes.setdefault(finding["file"], set()).add(finding["code"])
    return codes


class Checker:
    def __init__(self, program):
        self.program = program
        self.validators = {}
        self.documents = self.refused = self.wrong = 0
        for language in BROKEN:
            schema = json.loads(subprocess.check_output([program, "export", "json-schema", language]))
            jsonschema.Draft7Validator.check_schema(schema)
            self.validators[language] = jsonschema.Draft7Validator(schema)

    def complain(self, text):
        self.wrong += 1
        print(text)

    def accept(self, language, path):
        for document in load(path) or []:
            self.documents += 1
            for error in self.validators[language].iter_errors(document):
                self.complain(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message}")

    def refuse(self, language, path):
        documents = load(path)
        self.refused += documents is not None
        if documents is not None and all(map(self.validators[language].is_valid, documents)):
            self.complain(f"{path}: the program refuses it, the schema does not")

    def models(self, models):
        for path, codes in codes_of_models(self.program, models).items():
            if codes.intersection(SCHEMA_SAYS):
                self.refuse("model", pathlib.Path(path))
            elif not any(code.startswith(MAY_SAY) for code in codes):
                self.accept("model", pathlib.Path(path))

    def mistakes(self):
        for language, texts in BROKEN.items():
            for text in texts:
                if self.validators[language].is_valid(yaml.load(text, Core)):
                    self.complain(f"{language}: this passes:\n{text}")


def main(program, source):
    source = pathlib.Path(source)
    checker = Checker(program)
    folders = [path.parent for path in sorted(source.glob("tests/systems/*/corm.yaml"))] + [source]
    models = sorted(source.glob("tests/cases/*/*/model.yaml")) + [folder / "model.yaml" for folder in folders]
    corpus = os.environ.get("CORM_CORPUS")
    if corpus:
        models += sorted(pathlib.Path(corpus).glob("relationships/*/model.yaml"))
    checker.models([path for path in models if path.is_file()])
    for folder in folders:
        checker.accept("config", folder / "corm.yaml")
        for path in sorted(folder.glob("fixtures/**/*.yaml")):
            checker.accept("fixtures", path)
    checker.mistakes()
    print(f"{checker.documents} documents are valid, {checker.refused} models are not; {checker.wrong} mistakes")
    if checker.documents < 300 or checker.refused < 5:
        checker.complain("that is too few")
    return checker.wrong != 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
