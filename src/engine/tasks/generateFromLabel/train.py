LABELLED = True


def example(text, label):
    """A row as numbers, or None where it cannot be learned from."""
    ids = numbers(cut(text)).tolist()
    if label not in LABELS or len(ids) > args.window:
        return None
    return {"label": LABELS.index(label), "written": [BOUNDARY] + ids, "targets": ids + [BOUNDARY]}


def told(model, batch, _):
    """The sum of -ln p of all symbols and ends, and how many there are."""
    logits, _ = model(forgetting(batch["written"]), labels=batch["label"])
    return nats(logits, batch["targets"]), int((batch["targets"] >= 0).sum()), None
