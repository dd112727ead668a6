"""
Prints, as JSON, the keys that the trainers' own parsers take, read from the classes of the installed packages: dataclasses of
TRL, Transformers and LLaMA-Factory, and axolotl's schema. Nothing is imported, so no PyTorch is needed.
"""

import ast
import json
import pathlib
import sys

site = pathlib.Path(sys.argv[1])


def classes_in(folder):
    found = {}
    for path in sorted(site.glob(folder)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, node)
    return found


def name_of(base):
    return base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""


def fields(classes, name):
    node = classes.get(name)
    if node is None:
        return set()
    own = {item.target.id for item in node.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)}
    return own.union(*(fields(classes, name_of(base)) for base in node.bases))


hf = classes_in("transformers/training_args*.py")
trl = {**hf, **classes_in("trl/trainer/*config*.py"), **classes_in("trl/experimental/*/*config*.py"), **classes_in("trl/scripts/*.py")}
factory = {**hf, **classes_in("llamafactory/hparams/*.py")}
axolotl = {**classes_in("axolotl/utils/schemas/**/*.py"), **classes_in("axolotl/integrations/*/args.py")}
script = fields(trl, "ScriptArguments") | fields(trl, "ModelConfig") | fields(trl, "DatasetMixtureConfig")
parts = ("ModelArguments", "DataArguments", "TrainingArguments", "FinetuningArguments", "GeneratingArguments")

print(
    json.dumps(
        {
            "trl": {
                objective: sorted(fields(trl, f"{objective.upper()}Config") | script | fields(trl, f"{objective.upper()}ScriptArguments"))
                for objective in ("sft", "dpo", "kto", "grpo", "rloo")
            },
            "llamafactory": sorted(set().union(*(fields(factory, part) for part in parts)) | fields(hf, "TrainingArguments")),
            "axolotl": sorted(fields(axolotl, "AxolotlInputConfig").union(*(fields(axolotl, name) for name in axolotl if name.endswith("Args")))),
        }
    )
)
