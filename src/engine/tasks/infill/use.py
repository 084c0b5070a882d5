def around(ids):
    """The symbols before and after each place of a text; beyond its ends stands the boundary."""
    edge = ids.new_tensor([BOUNDARY])
    return torch.cat([edge, ids[:-1]]), torch.cat([ids[1:], edge])


@torch.no_grad()
def likeliest(model, before, after, most=5):
    """What may stand between two texts, as one symbol: the likeliest ones, each with its probability."""
    text = torch.cat([encode(before), encode(VOCABULARY[0]), encode(after)]).to(model.head.weight.device)
    logits, _, _ = model(*(side.unsqueeze(1) for side in around(text)))
    found = logits[len(encode(before)), 0].softmax(0).topk(min(most, TARGETS))
    return [(TOLD[int(number)], float(p)) for p, number in zip(found.values, found.indices)]
