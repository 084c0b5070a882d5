def columns(ids):
    """What is read before and after each place of a text, and what is learned there: the symbol that stands at it."""
    before, after = around(ids)
    return before, after, ids


def told(model, batch, state):
    """The sum of -ln p of all that was to be told, of each head, how much that is, and the state to go on from."""
    before, after, targets = batch
    logits, sides, state = model(forgetting(before), forgetting(after), state)
    heads = (logits, *sides) if model.training else (logits,)
    return sum(nats(each, targets) for each in heads), targets.numel(), state
