def is_mark(character):
    return unicodedata.category(character)[0] == "M"


def taken_away(text):
    """A text without its accents: what is left of each letter, and the letter with its marks, which is its tag."""
    whole = []
    for character in unicodedata.normalize("NFC", text):
        if whole and is_mark(character) and not is_mark(whole[-1][0]):
            whole[-1] += character
        else:
            whole.append(character)
    return [without_marks(letter) for letter in whole], whole


def without_marks(letter):
    parts = unicodedata.normalize("NFD", letter)
    left = unicodedata.normalize("NFC", parts[0] + "".join(part for part in parts[1:] if not is_mark(part)))
    return left if len(left) == 1 else letter[0]
