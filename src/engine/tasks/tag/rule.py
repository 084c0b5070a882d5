@torch.no_grad()
def tag(model, text):
    """The text as the model restores it."""
    symbols, _ = taken_away(formed(text))
    ids = numbers(symbols).to(model.head.weight.device)
    logits = model(ids.unsqueeze(1))[:, 0]
    return "".join(restored(symbol, scores) for symbol, scores in zip(symbols, logits))
