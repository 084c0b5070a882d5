"""PyTorch on the processor, asked for one timed round at a time: JSON lines in and out (see contestant.ts)."""
import json
import platform
import sys
import time

import numpy
import torch

MODULES = {'rnn': torch.nn.RNN, 'gru': torch.nn.GRU, 'gru-pytorch': torch.nn.GRU, 'lstm': torch.nn.LSTM}
WINDOWS = 16


class Training:
    """Forward, backward, clipping to norm 5 and Adam over windows of random tokens, the state carried along."""

    def __init__(self, shape):
        vocabulary, hidden, self.window, batch = (shape[key] for key in ('vocabulary', 'hidden', 'window', 'batch'))
        self.network = MODULES[shape['cell']](vocabulary, hidden, shape['layers'])
        self.head = torch.nn.Linear(hidden, vocabulary)
        self.parameters = [*self.network.parameters(), *self.head.parameters()]
        self.optimizer = torch.optim.Adam(self.parameters, lr=0.001)
        self.one_hot = torch.eye(vocabulary)
        self.tokens = torch.randint(vocabulary, (WINDOWS * self.window + 1, batch))
        self.state = None
        self.updates = 0

    def step(self):
        first = self.updates % WINDOWS * self.window
        inputs, targets = (self.tokens[first + shift:first + shift + self.window] for shift in (0, 1))
        outputs, state = self.network(self.one_hot[inputs], self.state)
        self.state = tuple(each.detach() for each in state) if isinstance(state, tuple) else state.detach()
        logits = self.head(outputs).flatten(0, 1)
        loss = torch.nn.functional.cross_entropy(logits, targets.flatten())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 5)
        self.optimizer.step()
        loss.item()
        self.updates += 1
        return targets.numel()


class Generating:
    """Draws one character at a time, batch 1. An LSTMCell takes less time a step than an LSTM over one step."""

    def __init__(self, shape):
        vocabulary, hidden = shape['vocabulary'], shape['hidden']
        sizes = [vocabulary] + [hidden] * (shape['layers'] - 1)
        self.cells = [torch.nn.LSTMCell(size, hidden) for size in sizes]
        self.head = torch.nn.Linear(hidden, vocabulary)
        self.one_hot = torch.eye(vocabulary)
        self.states = [None] * len(sizes)
        self.token = 0

    @torch.inference_mode()
    def step(self):
        value = self.one_hot[self.token:self.token + 1]
        for index, cell in enumerate(self.cells):
            self.states[index] = cell(value, self.states[index])
            value = self.states[index][0]
        self.token = torch.multinomial(self.head(value)[0].softmax(0), 1).item()
        return 1


def rate(seconds, step):
    began, count = time.perf_counter(), 0
    while True:
        count += step()
        elapsed = time.perf_counter() - began
        if elapsed >= seconds:
            return count / elapsed


class Peer:
    def prepare(self, shape, threads):
        torch.set_num_threads(threads)
        self.work = None
        self.work = (Generating if shape.get('generate') else Training)(shape)

    def measure(self, seconds, threads):
        torch.set_num_threads(threads)
        return rate(seconds, self.work.step)

    def multiply(self, size, seconds):
        """GFLOP/s of OpenBLAS sgemm."""
        a, b, out = (numpy.random.rand(size, size).astype(numpy.float32) for _ in range(3))

        def step():
            numpy.matmul(a, b, out=out)
            return 2 * size ** 3

        rate(seconds / 4, step)
        return rate(seconds, step) / 1e9


def main():
    facts = {'PyTorch': torch.__version__, 'NumPy': numpy.__version__, 'Python': platform.python_version()}
    print(json.dumps({'answer': facts}), flush=True)
    peer = Peer()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {'answer': getattr(peer, request.pop('request'))(**request)}
        except Exception as error:  # the asking side says that this peer is absent, and why
            answer = {'error': f'{type(error).__name__}: {error}'}
        print(json.dumps(answer), flush=True)


main()
