@torch.no_grad()
def tag(model, text):
    """The likeliest tag for each symbol of a text, as a list."""
    ids = encode(text).to(model.head.weight.device)
    return [TOLD[int(number)] for number in model(ids.unsqueeze(1))[:, 0].argmax(1)]
