# Words are runs of letters, marks, digits and _, with the apostrophes inside; in scripts written without spaces a
# letter is a word. Any other character is a symbol by itself, and the one space before such a symbol belongs to it.
# A line break is a symbol, and so is a run of other white space. (A character that is younger than this Python is a
# symbol by itself.)
WHITE = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
# Of the scripts Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar: from, to, from, to …
RANGES = __UNSPACED__
UNSPACED = [int(point, 16) for point in RANGES.split()]
WORD = "[wm]{1,100000}(?:'[wm]{1,100000}){0,30}|[uv][mv]{0,100000}"
PIECES = re.compile(f"(?:(?<=[^ rns]) )?(?:{WORD}|[^ rns])|rn|[rn]|[ s]+")


def kind(character):
    """One letter for what matters of a character: PIECES looks for symbols in a text written so."""
    if character in WHITE:
        return {" ": " ", "\r": "r", "\n": "n"}.get(character, "s")
    category = unicodedata.category(character)[0]
    if bisect.bisect_right(UNSPACED, ord(character)) % 2 == 1:
        return "v" if category == "M" else "u"
    if category in "LMN" or character == "_":
        return "m" if category == "M" else "w"
    return "'" if character in "'\u2019" else "o"


def cut(text):
    """The symbols of a text. A word at its beginning, or behind white space, is named as one with a space before it."""
    kinds = "".join(map(kind, text))
    pieces = [text[found.start() : found.end()] for found in PIECES.finditer(kinds)]
    named = []
    for before, piece in zip([" "] + pieces, pieces):
        begins = before[-1] in WHITE and piece[0] not in WHITE
        named.append(" " + piece if begins else piece)
    return named


def spelled(symbols):
    """The text that symbols are."""
    text = ""
    for symbol in symbols:
        is_word = len(symbol) > 1 and symbol[0] == " " and any(character not in WHITE for character in symbol)
        text += symbol[1:] if is_word and (text == "" or text[-1] in WHITE) else symbol
    return text
