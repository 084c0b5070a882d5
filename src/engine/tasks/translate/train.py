LABELLED = False


def example(text, translation):
    """A row as numbers, or None where it cannot be learned from."""
    source, target = cut(text), cut(translation)
    if max(len(source), len(target)) > args.window:
        return None
    unknown = -1 if UNKNOWN_TOLD is None else UNKNOWN_TOLD
    targets = [NUMBERS_TOLD.get(symbol, unknown) for symbol in target]
    written = [END] + [max(0, number) for number in targets]
    return {"source": numbers(source).tolist() + [BOUNDARY], "written": written, "targets": targets + [END]}


def told(model, batch, _):
    """The sum of -ln p of all symbols and ends, and how many there are."""
    source, lengths, targets = forgetting(batch["source"]), batch["lengths"], batch["targets"]
    written = forgetting(batch["written"], boundary=END, unknown=TOLD_AS)
    if model.training and args.teacher_forcing < 1:
        written = guessed(model, source, lengths, written)
    logits = model(source, lengths, written)
    return nats(logits, targets), int((targets >= 0).sum()), None


@torch.no_grad()
def guessed(model, source, lengths, right):
    """Some of what the decoder is fed replaced by its own guesses (scheduled sampling, Bengio et al. 2015).

    One pass over all places is right up to the first guess, the next one up to the second, until nothing changes.
    """
    own = torch.rand(right.shape, device=right.device) >= args.teacher_forcing
    own[0] = False
    fed = right
    while own.any():
        told = unwrapped(model)(source, lengths, fed).argmax(2)
        following = torch.where(own, torch.cat([right[:1], told[:-1]]), right)
        if torch.equal(following, fed):
            break
        fed = following
    return fed
