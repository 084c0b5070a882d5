@torch.no_grad()
def translate(model, text):
    """The translation of a text: always the likeliest symbol, up to the boundary."""
    device = model.head.weight.device
    ids = torch.cat([encode(text), torch.tensor([BOUNDARY])]).unsqueeze(1).to(device)
    lengths = lengths_of(ids)
    memory, state = model.encode(ids, lengths)
    symbol, written = END, []
    while len(written) < max(WINDOW, 2 * len(ids)):
        logits, state = model.decode(torch.tensor([[symbol]], device=device), state, memory, lengths)
        if UNKNOWN_TOLD is not None:
            logits[..., UNKNOWN_TOLD] = -math.inf
        symbol = int(logits[-1, 0].argmax())
        if symbol == END:
            break
        written.append(symbol)
    return decode(written)
