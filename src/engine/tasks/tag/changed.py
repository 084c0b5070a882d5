POSSIBLE = {}  # for what is left of a character: which ones it may have been
for number, character in enumerate(TOLD):
    POSSIBLE.setdefault("".join(taken_away(character)[0]), []).append(number)


def restored(symbol, scores):
    """The likeliest of the characters that it may have been; itself, where none is known."""
    numbers_of = POSSIBLE.get(symbol)
    return TOLD[max(numbers_of, key=lambda number: float(scores[number]))] if numbers_of else symbol
