def read_examples():
    """What is trained on, and what is held out: the text in rows of a window, the last of them held out."""
    symbols, tags = taken_away(read_text())
    ids, targets = numbers(symbols).tolist(), [NUMBERS_TOLD.get(tag, -1) for tag in tags]
    parts = [slice(begin, begin + args.window) for begin in range(0, len(ids), args.window)]
    rows = [{"source": ids[part], "targets": targets[part]} for part in parts]
    kept = len(rows) - int(len(rows) * args.validation)
    return rows[:kept], rows[kept:]
