class Rows:
    """Examples in batches of similar length, padded behind; of several processes each has its share of every batch."""

    def __init__(self, examples, batch):
        self.examples, self.batch = examples, batch
        self.updates = -(-len(examples) // batch)

    def epoch(self, number):
        """The batches of a pass, in an order that the seed and the pass decide."""
        order = list(range(len(self.examples)))
        shuffled = random.Random(f"{args.seed} {number}")
        shuffled.shuffle(order)
        pool = 50 * self.batch  # of so many, those of similar length are read together
        batches = []
        for begin in range(0, len(order), pool):
            near = sorted(order[begin : begin + pool], key=lambda row: size_of(self.examples[row]))
            batches += [near[at : at + self.batch] for at in range(0, len(near), self.batch)]
        shuffled.shuffle(batches)
        for batch in batches:
            mine = batch[rank::processes]
            yield padded([self.examples[row] for row in mine or batch[:1]], counts=bool(mine))


def size_of(example):
    return sum(len(part) for part in example.values() if isinstance(part, list))


def padded(examples, counts):
    """Examples side by side, (T, B) of each part; targets that do not count are -1."""
    batch = {}
    for name in examples[0]:
        parts = [example[name] for example in examples]
        if isinstance(parts[0], int):
            batch[name] = torch.tensor(parts, device=device)
            continue
        longest, filling = max(map(len, parts)), -1 if name == "targets" else 0
        table = [part + [filling] * (longest - len(part)) for part in parts]
        batch[name] = torch.tensor(table, device=device).t().contiguous()
        if name == "source":
            batch["lengths"] = torch.tensor([len(part) for part in parts], device=device)
    if not counts:
        batch["targets"] = torch.full_like(batch["targets"], -1)
    return batch


def read_data():
    """What is trained on, and what is held out."""
    train, held = read_examples()
    if not train:
        sys.exit("There is no row to learn from.")
    return Rows(train, args.batch), Rows(held, args.batch) if held else None


def detached(state):
    """Rows begin anew: nothing goes on from one batch to the next."""
    return None
