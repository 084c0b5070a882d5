def columns(ids):
    """What is read at each place of a text, and what is learned there: the symbol that comes next."""
    return ids[:-1], ids[1:]


def told(model, batch, state):
    """The sum of -ln p of all that was to be told, how much that is, and the state to go on from."""
    ids, targets = batch
    logits, state = model(forgetting(ids), state)
    return nats(logits, targets), targets.numel(), state
