class Streams:
    """A text side by side: of P places stream b has those from b·L to b·L + L - 1, where L = P // B.

    An update reads the next T places of each, and the state goes on from one update to the next. Of several
    processes each has its share of the streams: together they make the updates that one alone would make.
    """

    def __init__(self, ids, batch):
        read = columns(ids)
        places = len(read[0])
        batch = max(1, min(batch, places // args.window))
        if processes > 1:
            batch = max(processes, batch - batch % processes)
        if places < batch:
            sys.exit(f"The text is too short for {processes} processes.")
        length, share = places // batch, batch // processes
        self.window = min(args.window, length)
        self.updates = length // self.window
        mine = slice(rank * share, (rank + 1) * share)
        self.columns = [column[: batch * length].view(batch, length)[mine].t().contiguous() for column in read]

    def epoch(self, number):
        """The batches of a pass over the text: (T, B) of each column."""
        for begin in range(0, self.updates * self.window, self.window):
            yield tuple(column[begin : begin + self.window].to(device) for column in self.columns)


def read_data():
    """What is trained on, and what is held out: the end of the text."""
    ids = numbers(cut(read_text()))
    held = int(len(ids) * args.validation)
    if held < 2 * processes or len(ids) - held < 2:
        held = 0
    if len(ids) < 2:
        sys.exit("There is no text to learn from.")
    kept = len(ids) - held
    return Streams(ids[:kept], args.batch), Streams(ids[kept:], args.batch) if held else None


def detached(state):
    """The state without the way it came about: gradients end where an update begins."""
    if isinstance(state, torch.Tensor):
        return state.detach()
    return None if state is None else type(state)(detached(part) for part in state)
