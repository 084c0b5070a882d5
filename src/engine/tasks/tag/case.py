def taken_away(text):
    """A text without its upper case: what is left of each character, and the character, which is its tag."""
    return [each.lower() if len(each.lower()) == 1 else each for each in text], list(text)
