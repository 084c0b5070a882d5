"""Holds exported folders against numbers: check.py FOLDER… prints, as JSON, what the modules of each tell of what its fed.json says.

Strictly loaded, in the programs' own words; a language model also in two halves, whose second goes on from the state of the first.
"""
import importlib.util
import json
import sys
from pathlib import Path

import torch


def imported(folder):
    spec = importlib.util.spec_from_file_location("model", folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def halves(model, sides):
    """The logits of a text read in two goes."""
    cut = len(sides[0]) // 2
    first, *_, state = model(*(side[:cut] for side in sides))
    second, *_, _ = model(*(side[cut:] for side in sides), state)
    return torch.cat([first, second])


def told(module, model, task, inputs, lengths):
    """Logits, those of the sides, and the logits of two halves, as far as there are some."""
    ids, written = inputs.get("tokens"), inputs.get("decoder.tokens")
    if task == "language-model":
        return model(ids)[0], (), halves(model, [ids])
    if task == "infill":
        logits, sides, _ = model(ids, inputs["after"])
        return logits, sides, None
    if task in ("tag", "classify"):
        return model(ids, lengths), (), None
    labels = inputs["labels"][0] if "labels" in inputs else None
    if task == "generate-from-label":
        cut = len(written) // 2
        first, state = model(written[:cut], labels=labels)
        return model(written, labels=labels)[0], (), torch.cat([first, model(written[cut:], state)[0]])
    return model(ids, lengths, written), (), None


def asked(module, model, task):
    """What the functions answer that people use."""
    if task == "language-model":
        return module.generate(model, "a", 5)
    if task == "infill":
        return module.likeliest(model, "a", "b")
    if task == "tag":
        return module.tag(model, "ab a\u00e9")
    if task == "classify":
        return module.classify(model, "ab a")
    if task == "generate-from-label":
        return module.generate(model, module.LABELS[1], longest=5)
    return module.translate(model, "ab b a")


def main(folders):
    torch.set_num_threads(1)
    answers = []
    for folder in map(Path, folders):
        fed = json.loads((folder / "fed.json").read_text("utf-8"))
        module = imported(folder)
        model = module.load()
        inputs = {name: torch.tensor(rows) for name, rows in fed["inputs"].items()}
        answer = {"asked": asked(module, model, fed["task"])}
        for precision, network in (("float32", model), ("float64", module.load().double())):
            with torch.no_grad():
                logits, sides, again = told(module, network, fed["task"], inputs, torch.tensor(fed["lengths"]))
            answer[precision] = {
                "logits": logits.flatten().tolist(),
                "sides": [side.flatten().tolist() for side in sides],
                "halves": None if again is None else again.flatten().tolist(),
            }
        answers.append(answer)
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
