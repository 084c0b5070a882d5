def weights(hidden, *shape):
    """Learned numbers; at first U(-1/sqrt(H), 1/sqrt(H)), as those of PyTorch's own layers."""
    return nn.Parameter(torch.empty(shape).uniform_(-(hidden**-0.5), hidden**-0.5))


class Recurrence(nn.Module):
    """A layer whose cell is written as its equations, for one step; here it goes through time."""

    def __init__(self, hidden, states):
        super().__init__()
        self.hidden, self.states = hidden, states

    def forward(self, x, state=None, lengths=None):
        """x (T, B, inputs), states (B, H) each -> outputs (T, B, H), and the states at the end of each text."""
        if state is None:
            state = tuple(x.new_zeros(x.shape[1], self.hidden) for _ in range(self.states))
        outputs = []
        for t, now in enumerate(x):
            output, after = self.step(now, *state)
            if lengths is not None:  # in the padding behind a text the states stay as they are
                inside = (t < lengths).unsqueeze(1)
                after = tuple(torch.where(inside, new, old) for new, old in zip(after, state))
            outputs.append(output)
            state = after
        return torch.stack(outputs), state
