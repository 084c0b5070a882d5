@torch.no_grad()
def generate(model, label, longest=300, temperature=0.7):
    """A text of a label, drawn symbol by symbol up to the boundary that ends it."""
    device = model.head.weight.device
    state, symbol, written = model.begin(torch.tensor([LABELS.index(label)], device=device)), BOUNDARY, []
    while len(written) < longest:
        logits, state = model(torch.tensor([[symbol]], device=device), state)
        scores = logits[-1, 0] / temperature
        if UNKNOWN is not None:
            scores[UNKNOWN] = -math.inf
        symbol = int(torch.multinomial(scores.softmax(0), 1))
        if symbol == BOUNDARY:
            break
        written.append(symbol)
    return decode(written)
