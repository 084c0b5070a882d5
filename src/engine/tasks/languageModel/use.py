@torch.no_grad()
def generate(model, prompt, length, temperature=0.7):
    """A text that begins with the prompt, and `length` symbols after it, drawn one after another."""
    device = model.head.weight.device
    ids = encode(prompt if prompt else VOCABULARY[0]).to(device)
    written = ids.tolist()
    logits, state = model(ids.unsqueeze(1))
    for _ in range(length):
        scores = logits[-1, 0] / temperature
        if UNKNOWN is not None:
            scores[UNKNOWN] = -math.inf  # the symbol of all that is not in the vocabulary is read, and never written
        written.append(int(torch.multinomial(scores.softmax(0), 1)))
        logits, state = model(torch.tensor([[written[-1]]], device=device), state)
    return decode(written)
