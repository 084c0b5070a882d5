LABELLED = True


def example(text, label):
    """A row as numbers, or None where it cannot be learned from."""
    if label not in NUMBERS_TOLD:
        return None
    return {"source": numbers(cut(text)[: args.window]).tolist() + [BOUNDARY], "targets": [NUMBERS_TOLD[label]]}


def told(model, batch, _):
    """The sum of -ln p of the labels, and how many there are."""
    logits = model(forgetting(batch["source"]), batch["lengths"])
    return nats(logits, batch["targets"][0]), int((batch["targets"] >= 0).sum()), None
