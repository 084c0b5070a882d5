"""What the networks of the tasks are held against: PyTorch's own modules over packed sequences, autograd, float64.

For each model a folder with `golden.safetensors`: weight.NAME and grad.NAME; what is fed, batch first (B, T), padded with
symbol 0; lengths; logits; loss, the mean over all real targets. Its metadata has the experiment's settings.
"""
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import cross_entropy, one_hot
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from write import write

torch.set_default_dtype(torch.float64)
torch.manual_seed(11)
V, TARGETS, H, HD, B, S, T = 7, 6, 5, 4, 4, 6, 5
SOURCES, WRITTEN = torch.tensor([3, 6, 1, 4]), torch.tensor([5, 1, 4, 2])  # lengths
HERE = Path(__file__).parent
KINDS = {"rnn": nn.RNN, "gru-pytorch": nn.GRU, "lstm": nn.LSTM}


def symbols(count, lengths, window):
    return torch.randint(0, count, (B, window)) * (torch.arange(window) < lengths[:, None])


def packed(rnn, inputs, lengths):
    """Outputs (B, T, H or 2H) with zeros in the padding, and final states as a list of (L·D, B, H)."""
    outputs, final = rnn(pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False))
    outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=inputs.shape[1])
    return outputs, list(final) if isinstance(final, tuple) else [final]


class Reader(nn.Module):
    """A stack of PyTorch's layers, and a head over each position (tag) or over the final outputs (classify)."""

    def __init__(self, task, cell, layers, bidirectional, embedding):
        super().__init__()
        self.task, self.layers, self.directions = task, layers, 1 + bidirectional
        if embedding:
            self.embedding = nn.Embedding(V, embedding)
        self.rnn = KINDS[cell](embedding or V, H, layers, batch_first=True, bidirectional=bidirectional)
        self.head = nn.Linear(H * self.directions, TARGETS)

    def forward(self):
        tokens = symbols(V, SOURCES, S)
        inputs = self.embedding(tokens) if hasattr(self, "embedding") else one_hot(tokens, V).double()
        outputs, (h, *_) = packed(self.rnn, inputs, SOURCES)
        fed = {"tokens": tokens, "lengths": SOURCES}
        if self.task == "tag":
            targets = symbols(TARGETS, SOURCES, S)
            logits, real = self.head(outputs), torch.arange(S) < SOURCES[:, None]
            return fed, targets, logits, cross_entropy(logits[real], targets[real])
        targets = torch.randint(0, TARGETS, (B,))
        logits = self.head(torch.cat(list(h[-self.directions:]), dim=1))
        return fed, targets, logits, cross_entropy(logits, targets)


class Filler(nn.Module):
    """What comes before each position is read forwards, what comes after it backwards; the two meet in the head."""

    def __init__(self, cell, layers, embedding):
        super().__init__()
        self.embedding = nn.Embedding(V, embedding)
        self.forwards, self.backwards = (KINDS[cell](embedding, H, layers, batch_first=True) for _ in range(2))
        self.head = nn.Linear(2 * H, TARGETS)

    def forward(self):
        whole = torch.full((B,), S)
        before, after, targets = symbols(V, whole, S), symbols(V, whole, S), symbols(TARGETS, whole, S)
        ahead, _ = self.forwards(self.embedding(before))
        back, _ = self.backwards(self.embedding(after).flip(1))
        logits = self.head(torch.cat([ahead, back.flip(1)], dim=2))
        return {"tokens": before, "after": after, "lengths": whole}, targets, logits, cross_entropy(logits.flatten(0, 1), targets.flatten())


class Labelled(nn.Module):
    """A label chooses the first states of a language model over the text."""

    def __init__(self, layers, labels=3):
        super().__init__()
        self.h, self.c = (nn.ModuleList(nn.Embedding(labels, H) for _ in range(layers)) for _ in range(2))
        self.rnn = nn.LSTM(TARGETS, H, layers, batch_first=True)
        self.head = nn.Linear(H, TARGETS)

    def forward(self):
        labels, tokens, targets = torch.randint(0, 3, (B,)), symbols(TARGETS, WRITTEN, T), symbols(TARGETS, WRITTEN, T)
        state = tuple(torch.stack([table(labels) for table in tables]) for tables in (self.h, self.c))
        logits, real = self.head(self.rnn(one_hot(tokens, TARGETS).double(), state)[0]), torch.arange(T) < WRITTEN[:, None]
        return {"labels": labels, "decoder.tokens": tokens}, targets, logits, cross_entropy(logits[real], targets[real])


class Translator(nn.Module):
    """Encoder, bridge, decoder, attention: one source and one target at a time within attention, as it is written on paper."""

    def __init__(self, cell, layers, bidirectional, attention, embedding, decoder_hidden):
        super().__init__()
        self.layers, self.directions, self.attention, memory = layers, 1 + bidirectional, attention, H * (1 + bidirectional)
        if embedding:
            self.encoder_embedding, self.decoder_embedding = nn.Embedding(V, embedding), nn.Embedding(TARGETS, embedding)
        self.encoder = KINDS[cell](embedding or V, H, layers, batch_first=True, bidirectional=bidirectional)
        self.decoder = KINDS[cell](embedding or TARGETS, decoder_hidden, layers, batch_first=True)
        states = 2 if cell == "lstm" else 1
        if bidirectional or decoder_hidden != H:
            self.bridge = nn.ModuleList(nn.ModuleList(nn.Linear(memory, decoder_hidden) for _ in range(states)) for _ in range(layers))
        if attention == "dot":
            self.W_a = nn.Linear(memory, decoder_hidden, bias=False)
        if attention == "additive":
            self.W_q = nn.Linear(decoder_hidden, decoder_hidden, bias=False)
            self.W_k = nn.Linear(memory, decoder_hidden, bias=False)
            self.v = nn.Linear(decoder_hidden, 1, bias=False)
        if attention != "none":
            self.W_c = nn.Linear(memory + decoder_hidden, decoder_hidden, bias=False)
        self.head = nn.Linear(decoder_hidden, TARGETS)

    def begin(self, final):
        """Final states (L·D, B, H) → what the decoder begins with, (L, B, HD)."""
        if not hasattr(self, "bridge"):
            return final
        by_layer = [f.reshape(self.layers, self.directions, B, H) for f in final]
        return [
            torch.stack([self.bridge[layer][k](torch.cat(list(f[layer]), dim=1)) for layer in range(self.layers)])
            for k, f in enumerate(by_layer)
        ]

    def attend(self, h, memory):
        """h (HD), memory (S', M) of one real source → h̃ (HD), α (S')."""
        if self.attention == "dot":
            score = torch.stack([h @ self.W_a(m) for m in memory])
        else:
            score = torch.cat([self.v(torch.tanh(self.W_q(h) + self.W_k(m))) for m in memory])
        alpha = torch.softmax(score, dim=0)
        return torch.tanh(self.W_c(torch.cat([alpha @ memory, h]))), alpha

    def forward(self):
        tokens, written, targets = symbols(V, SOURCES, S), symbols(TARGETS, WRITTEN, T), symbols(TARGETS, WRITTEN, T)
        embedded = hasattr(self, "encoder_embedding")
        memory, final = packed(self.encoder, self.encoder_embedding(tokens) if embedded else one_hot(tokens, V).double(), SOURCES)
        inputs = self.decoder_embedding(written) if embedded else one_hot(written, TARGETS).double()
        state = self.begin(final)
        outputs, _ = self.decoder(inputs, tuple(state) if len(state) == 2 else state[0])
        fed = {"tokens": tokens, "lengths": SOURCES, "decoder.tokens": written}
        if self.attention != "none":
            both = [[self.attend(outputs[b, t], memory[b, : SOURCES[b]]) for t in range(T)] for b in range(B)]
            outputs = torch.stack([torch.stack([h for h, _ in row]) for row in both])
            fed["alignment"] = torch.stack([torch.stack([nn.functional.pad(a, (0, S - len(a))) for _, a in row]) for row in both])
        logits, real = self.head(outputs), torch.arange(T) < WRITTEN[:, None]
        return fed, targets, logits, cross_entropy(logits[real], targets[real])


def golden(name, model, **settings):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_((parameter * 8192).round() / 4096)  # twice as large, and numbers that float32 has too
    fed, targets, logits, loss = model()
    loss.backward()
    weights = {f"weight.{key}": tensor for key, tensor in model.named_parameters()}
    gradients = {f"grad.{key}": tensor.grad for key, tensor in model.named_parameters()}
    (HERE / name).mkdir(exist_ok=True)
    numbers = {**weights, **gradients, **fed, "targets": targets, "written": WRITTEN, "logits": logits, "loss": loss}
    write(HERE / name / "golden.safetensors", numbers, {"settings": json.dumps({"hidden": H, **settings})})
    print(f"{name:24} loss {loss.item():.6f}")


for task, cell, layers, bidirectional, embedding in (
    ("tag", "gru-pytorch", 1, True, 0),
    ("tag", "gru-pytorch", 2, True, 0),
    ("tag", "lstm", 2, False, 3),
    ("classify", "gru-pytorch", 1, True, 0),
    ("classify", "lstm", 2, True, 3),
    ("classify", "rnn", 2, False, 0),
):
    name = f"{task}-{'bi-' if bidirectional else ''}{cell}-{layers}"
    options = dict(task=task, cell=cell, layers=layers, embedding=embedding)
    golden(name, Reader(task, cell, layers, bidirectional, embedding), **options, bidirectional="concat" if bidirectional else "no")
golden("generate-from-label", Labelled(2), task="generate-from-label", cell="lstm", layers=2)
for name, cell, layers, bidirectional, attention, embedding, hidden in (
    ("translate", "gru-pytorch", 1, False, "none", 0, H),
    ("translate-bridge", "lstm", 2, True, "none", 3, HD),
    ("translate-dot", "lstm", 2, True, "dot", 3, HD),
    ("translate-dot-one-way", "gru-pytorch", 1, False, "dot", 0, H),
    ("translate-additive", "gru-pytorch", 1, True, "additive", 0, HD),
):
    options = dict(task="translate", cell=cell, layers=layers, embedding=embedding, attention=attention, decoderHidden=hidden)
    model = Translator(cell, layers, bidirectional, attention, embedding, hidden)
    golden(name, model, **options, bidirectional="concat" if bidirectional else "no")
golden("infill", Filler("lstm", 2, 3), task="infill", cell="lstm", layers=2, embedding=3, bidirectional="concat")
