OF_OBJECTS = (".json", ".jsonl", ".ndjson")
SEPARATORS = ",;\t|"


def held_out(examples):
    """Some of the rows, which the seed chooses, are never trained on."""
    order = list(range(len(examples)))
    random.Random(args.seed).shuffle(order)
    held = set(order[: int(len(examples) * args.validation)])
    return [each for row, each in enumerate(examples) if row not in held], [examples[row] for row in sorted(held)]


def read_rows():
    """The rows of all files: (text, target) each, in the form that the model reads."""
    files = files_of(args.files)
    tables = [table_of(file) for file in files]
    if LABELLED and len(files) > 1 and all(table is None for table in tables):
        tables = [lines_of(file) for file in files]
    rows = []
    for file, table in zip(files, tables):
        if table is None:
            sys.exit(f"{file} has no columns: put a tab between a text and what belongs to it.")
        rows += table
    if LABELLED:
        rows = [(text, label.strip()) for text, label in rows]
    return [(text, target) for text, target in rows if text.strip() and target]


def lines_of(file):
    """Each line is a text of the label that the file is named after."""
    return [(line.strip(), file.stem.strip()) for line in read_file(file).split("\n") if line.strip()]


def table_of(file):
    """The two columns of a table, or None for a text without columns."""
    text, kind = read_file(file), file.suffix.lower()
    if kind in OF_OBJECTS:
        lines = [] if kind == ".json" else [line for line in text.split("\n") if line.strip()]
        objects = json.loads(text) if kind == ".json" else map(json.loads, lines)
        return [(value_at(row, args.input_column), value_at(row, args.target_column)) for row in objects]
    lines = [line for line in text.split("\n") if line.strip()]
    separator = separator_of(lines) if kind == ".csv" else "\t"
    if not lines or separator not in lines[0]:
        return None
    cells = [row for row in csv.reader(io.StringIO(text), **dialect_of(text, separator)) if any(map(str.strip, row))]
    asked = (args.input_column, args.target_column)
    named = args.header or not all(map(str.isdecimal, asked))
    names = [name.strip() for name in cells[0]] if named else []
    columns = [column_of(column, names, file) for column in asked]
    return [tuple(row[column] for column in columns) for row in cells[bool(named) :] if len(row) > max(columns)]


def separator_of(lines):
    """What stands as often in most lines as in the first, and where that is alike, seldom before a space."""

    def score(mark):
        counts = [line.count(mark) for line in lines[:100]]
        if not any(counts[:1]):
            return 0
        tight = sum(len(re.findall(re.escape(mark) + r"(?!\s)", line)) for line in lines[:100])
        return sum(count == counts[0] for count in counts) / len(counts) * (0.8 + 0.2 * tight / sum(counts))

    return max(SEPARATORS, key=score)


def dialect_of(text, separator):
    """Between tabs quotation marks are often meant as such: they quote only where all of them do."""
    values = re.split("[\t\n]", text) if separator == "\t" else []
    literal = any('"' in value and not re.fullmatch('"(?:[^"]|"")*"', value) for value in values)
    return {"delimiter": separator, "quoting": csv.QUOTE_NONE if literal else csv.QUOTE_MINIMAL}


def column_of(column, names, file):
    """The place of a column, counting from 0, by its name or its number."""
    if column in names:
        return names.index(column)
    if not column.isdecimal():
        sys.exit(f"{file} has no column {column}: it has {', '.join(names)}.")
    return int(column) - 1


def value_at(row, column):
    """What an object has at a key, at a path (meta.text), or at the key of that number."""
    if column not in row and column.isdecimal():
        column = list(row)[int(column) - 1]
    value = row
    for key in [column] if column in row else column.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
