@torch.no_grad()
def classify(model, text):
    """The labels of a text, each with its probability, the likeliest first."""
    ids = torch.cat([encode(text)[:WINDOW], torch.tensor([BOUNDARY])]).to(model.head.weight.device)
    found = model(ids.unsqueeze(1))[0].softmax(0).sort(descending=True)
    return [(TOLD[int(number)], float(p)) for p, number in zip(found.values, found.indices)]
