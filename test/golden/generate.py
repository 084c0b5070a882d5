"""The numbers that our engine is held against, by PyTorch's own modules and by the lecture's own code, in float64.

    apt-get install python3-torch python3-numpy     (PyTorch 1.13; any later one gives the same numbers)
    cd test/golden && python3 generate.py && python3 generateTasks.py

For each model a folder with `weights.safetensors` (float32; names of nn.RNN/GRU/LSTM(V, H, L) + nn.Linear(H, V), which
`--init` reads; the lecture's models keep the lecture's names) and `golden.safetensors` (float64):
  tokens, targets (B, T); initial.h, initial.c (L, B, H); logits (B, T, V); loss; grad.NAME; gradNorm; final.h, final.c
  curve.NAME.losses and .norms (10): training on text.txt, stream by stream as ARCHITECTURE.md says, from a zero state;
  the settings of each curve are metadata.
PyTorch's modules add two biases where an equation has one, and step both.
"""
import copy
import json
from pathlib import Path

import torch
from torch import nn

import lecture
from write import write

torch.set_default_dtype(torch.float64)
torch.manual_seed(20)
H, B, T, E = 7, 3, 5, 4
UPDATES = 10
HERE = Path(__file__).parent

# Eleven characters, two of which sort differently by code point (as we do) and by UTF-16 unit (as JavaScript does).
alphabet = "\n abcdeh\u00e9\uff5e\U0001f600"
V = len(alphabet)
assert V == 11 and list(alphabet) == sorted(alphabet)
picks = torch.randint(0, V, (68,), generator=torch.Generator().manual_seed(3)).tolist()
text = "".join(alphabet[(k // 2) % V] if k % 3 else alphabet[p] for k, p in enumerate(picks))
assert set(text) == set(alphabet)
symbols = torch.tensor([alphabet.index(c) for c in text])

CURVES = {
    "adam": dict(optimizer="adam", learningRate=0.02, momentum=0, clip=0.3),
    "adam-unclipped": dict(optimizer="adam", learningRate=0.02, momentum=0, clip=0),
    "sgd": dict(optimizer="sgd", learningRate=0.5, momentum=0, clip=0.3),
    "momentum": dict(optimizer="sgd", learningRate=0.2, momentum=0.9, clip=0.3),
    "rmsprop": dict(optimizer="rmsprop", learningRate=0.01, momentum=0, clip=0.3),
    "rmsprop-momentum": dict(optimizer="rmsprop", learningRate=0.003, momentum=0.5, clip=0.3),
    "adagrad": dict(optimizer="adagrad", learningRate=0.05, momentum=0, clip=0.3),
}


def optimizer_of(parameters, optimizer, learningRate, momentum, **_):
    if optimizer == "adam":
        return torch.optim.Adam(parameters, lr=learningRate)
    if optimizer == "sgd":
        return torch.optim.SGD(parameters, lr=learningRate, momentum=momentum)
    if optimizer == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=learningRate, momentum=momentum)
    return torch.optim.Adagrad(parameters, lr=learningRate)


class Torch(nn.Module):
    """A stack of PyTorch's own layers. States are (L, B, H), inputs (B, T) symbols, logits (B, T, V)."""

    def __init__(self, module, layers, embedding=0, **options):
        super().__init__()
        if embedding:
            self.embedding = nn.Embedding(V, embedding)
        self.rnn = module(embedding or V, H, layers, batch_first=True, **options)
        self.head = nn.Linear(H, V)
        self.states = 2 if module is nn.LSTM else 1
        self.layers = layers

    def forward(self, x, state):
        x = self.embedding(x) if hasattr(self, "embedding") else nn.functional.one_hot(x, V).to(torch.get_default_dtype())
        y, state = self.rnn(x, state if self.states == 2 else state[0])
        return self.head(y), state if self.states == 2 else (state,)


class Lecture(nn.Module):
    """One layer in the lecture's code."""

    def __init__(self, name):
        super().__init__()
        self.cell, self.states, self.layers = getattr(lecture, name), 2 if name == "lstm" else 1, 1
        shape = lambda p: (H,) if p[0] == "b" else (V if p[2] == "x" else H, H)
        self.names = lecture.PARAMETERS[name] + ["W_hq", "b_q"]
        for parameter in self.names[:-2]:
            setattr(self, parameter, nn.Parameter(torch.randn(shape(parameter)) * 0.4))
        self.W_hq, self.b_q = nn.Parameter(torch.randn(H, V) * 0.4), nn.Parameter(torch.randn(V) * 0.4)

    def forward(self, x, state):
        inputs = nn.functional.one_hot(x.T, V).to(torch.get_default_dtype())
        logits, state = self.cell(inputs, [s[0] for s in state], [getattr(self, name) for name in self.names])
        return logits.reshape(x.shape[1], x.shape[0], V).transpose(0, 1), [s[None] for s in state]


def loss_of(logits, targets):
    return nn.functional.cross_entropy(logits.reshape(-1, V), targets.reshape(-1))


def one_update(model):
    generator = torch.Generator().manual_seed(5)
    tokens, targets = (torch.randint(0, V, (B, T), generator=generator) for _ in range(2))
    initial = [torch.rand(model.layers, B, H, generator=generator) * 1.6 - 0.8 for _ in range(model.states)]
    model.zero_grad()
    logits, final = model(tokens, initial)
    loss = loss_of(logits, targets)
    loss.backward()
    gradients = {f"grad.{name}": p.grad.clone() for name, p in model.named_parameters()}
    norm = torch.sqrt(sum((g ** 2).sum() for g in gradients.values()))
    states = {f"{when}.{n}": s for when, some in (("initial", initial), ("final", final)) for n, s in zip("hc", some)}
    return {"tokens": tokens, "targets": targets, "logits": logits, "loss": loss, "gradNorm": norm, **states, **gradients}


def curve(model, settings):
    parameters = list(model.parameters())
    optimizer = optimizer_of(parameters, **settings)
    length = (len(symbols) - 1) // B  # of a stream
    per_epoch = length // T
    losses, norms = [], []
    for update in range(UPDATES):
        k = update % per_epoch
        if k == 0:
            state = [torch.zeros(model.layers, B, H) for _ in range(model.states)]
        at = torch.tensor([[b * length + k * T + t for t in range(T)] for b in range(B)])
        logits, state = model(symbols[at], state)
        state = [s.detach() for s in state]
        loss = loss_of(logits, symbols[at + 1])
        optimizer.zero_grad()
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(parameters, settings["clip"] or float("inf")))
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses), torch.stack(norms)


def golden(name, model, curves):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_((parameter * 4096).round() / 4096)  # numbers that float32 has too, and so have the sums of two
    weights = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    numbers = one_update(model)
    for key in curves:
        numbers[f"curve.{key}.losses"], numbers[f"curve.{key}.norms"] = curve(copy.deepcopy(model), CURVES[key])
        print(f"{name:14} {key:17} losses {numbers[f'curve.{key}.losses'][[0, -1]].tolist()} norms {[round(n, 3) for n in numbers[f'curve.{key}.norms'].tolist()]}")
    (HERE / name).mkdir(exist_ok=True)
    write(HERE / name / "weights.safetensors", {key: tensor.float() for key, tensor in weights.items()})
    write(HERE / name / "golden.safetensors", numbers, {key: json.dumps({**CURVES[key], "batch": B, "window": T}) for key in curves})


(HERE / "text.txt").write_text(text, encoding="utf-8", newline="")
everything, adam = list(CURVES), ["adam"]
for layers in (1, 2):
    golden(f"rnn-{layers}", Torch(nn.RNN, layers), adam)
    golden(f"gru-pytorch-{layers}", Torch(nn.GRU, layers), adam)
    golden(f"lstm-{layers}", Torch(nn.LSTM, layers), everything if layers == 1 else adam)
golden("rnn-relu-1", Torch(nn.RNN, 1, nonlinearity="relu"), adam)
golden("lstm-embedding", Torch(nn.LSTM, 2, embedding=E), adam)
for name in lecture.PARAMETERS:
    golden(f"lecture-{name}", Lecture(name), ["adam"])
