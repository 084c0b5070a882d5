LABELLED = False


def read_examples():
    """What is trained on, and what is held out: rows of a text and of as many tags, no longer than the window."""
    rows = [(cut(text), list(tags)) for text, tags in read_rows()]
    fitting = [(symbols, tags) for symbols, tags in rows if symbols and len(symbols) == len(tags)]
    if len(fitting) < len(rows):
        say(f"Passed over {len(rows) - len(fitting)} rows that have another number of tags than of characters.")
    examples = []
    for symbols, tags in fitting:
        ids, targets = numbers(symbols).tolist(), [NUMBERS_TOLD.get(tag, -1) for tag in tags]
        for begin in range(0, len(ids), args.window):
            part = slice(begin, begin + args.window)
            examples.append({"source": ids[part], "targets": targets[part]})
    return held_out(examples)
