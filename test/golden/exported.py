"""What exported folders tell in PyTorch, in float64, kept for where there is no PyTorch: exported.py FOLDER

FOLDER is what exportForPyTorch.ts wrote. For each network a file in exported/: its weights as they were exported, with
their metadata, and `golden.logits` for what is drawn with the seed that the tests have.
"""
import json
import sys
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "engine" / "export" / "pytorch"))
from check import imported, told  # noqa: E402

from write import write  # noqa: E402

for folder in sorted(Path(sys.argv[1]).iterdir()):
    fed = json.loads((folder / "fed.json").read_text("utf-8"))
    module = imported(folder)
    model = module.load().double()
    inputs = {name: torch.tensor(rows) for name, rows in fed["inputs"].items()}
    with torch.no_grad():
        logits, sides, _ = told(module, model, fed["task"], inputs, torch.tensor(fed["lengths"]))
    tensors, metadata = module.read_safetensors(folder / "model.safetensors")
    golden = {"golden.logits": logits, **{f"golden.side.{number}": side for number, side in enumerate(sides)}}
    (HERE / "exported").mkdir(exist_ok=True)
    write(HERE / "exported" / f"{folder.name}.safetensors", {**tensors, **golden}, metadata)
