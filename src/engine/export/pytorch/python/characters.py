def cut(text):
    """The symbols of a text: its characters."""
    return list(text)


def spelled(symbols):
    """The text that symbols are."""
    return "".join(symbols)
