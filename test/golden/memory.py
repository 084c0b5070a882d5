"""How much of a loss's gradient reaches the state of each earlier character, by autograd through the lecture's own code.

    cd test/golden && python3 memory.py

Reads the weights of lecture-rnn, -gru and -lstm, and writes memory.safetensors (float64): CELL.h and CELL.c (T), the norms of
the gradient of the loss of the last character of text.txt with respect to the state after each character before it, first to last.
"""
import json
import struct
from pathlib import Path

import torch

import lecture
from write import write

torch.set_default_dtype(torch.float64)
HERE = Path(__file__).parent
text = (HERE / "text.txt").read_text(encoding="utf-8")
alphabet = sorted(set(text))
symbols = [alphabet.index(character) for character in text]


def weights_of(cell):
    blob = (HERE / f"lecture-{cell}" / "weights.safetensors").read_bytes()
    (size,) = struct.unpack("<Q", blob[:8])
    header = json.loads(blob[8 : 8 + size])
    found = {}
    for name in lecture.PARAMETERS[cell] + ["W_hq", "b_q"]:
        begin, end = header[name]["data_offsets"]
        numbers = struct.unpack(f"<{(end - begin) // 4}f", blob[8 + size + begin : 8 + size + end])
        found[name] = torch.tensor(numbers).reshape(header[name]["shape"])
    return list(found.values())


norms = {}
for cell, step in {"rnn": lecture.rnn, "gru": lecture.gru, "lstm": lecture.lstm}.items():
    params = weights_of(cell)
    state = tuple(torch.zeros(1, params[1].shape[0], requires_grad=True) for _ in range(2 if cell == "lstm" else 1))
    passed = []
    for symbol in symbols[:-1]:
        x = torch.nn.functional.one_hot(torch.tensor([symbol]), len(alphabet)).double()
        logits, state = step([x], state, params)
        for one in state:
            one.retain_grad()
        passed.append(state)
    torch.nn.functional.cross_entropy(logits, torch.tensor(symbols[-1:])).backward()
    for index, name in enumerate("hc"[: len(state)]):
        norms[f"{cell}.{name}"] = torch.stack([states[index].grad.norm() for states in passed])
write(HERE / "memory.safetensors", norms)
