def taken_away(text):
    """A text without its punctuation: its characters, and the punctuation that follows each, which is its tag."""
    characters, tags = [], []
    for character in text:
        if unicodedata.category(character)[0] != "P":
            characters.append(character)
            tags.append("")
        elif tags:
            tags[-1] += character
    return characters, tags


def restored(symbol, scores):
    """A character, and the punctuation that is likeliest to follow it."""
    return symbol + TOLD[int(scores.argmax())]
