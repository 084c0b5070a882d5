def numbers(symbols):
    """Symbols -> their rows (T); what is not in the vocabulary is read as READ_AS."""
    return torch.tensor([NUMBERS.get(symbol, READ_AS) for symbol in symbols], dtype=torch.long)


def encode(text):
    """A text -> the rows of its symbols (T)."""
    return numbers(cut(formed(text)))


def decode(rows):
    """Rows of what is told -> a text."""
    return spelled([TOLD[row] for row in rows])
