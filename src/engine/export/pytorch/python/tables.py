OF_OBJECTS = (".json", ".jsonl", ".ndjson")
SEPARATORS = ",;\t|"


def read_examples():
    """What is trained on, and what is held out."""
    rows = read_rows()
    found = [example(text, target) for text, target in rows]
    examples = [each for each in found if each is not None and any(target >= 0 for target in each["targets"])]
    if len(examples) < len(rows):
        say(f"Passed over {len(rows) - len(examples)} of {len(rows)} rows: too long for the window, or of labels that the model does not know.")
    return held_out(examples)


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
        # Each line is a text of the label that its file is named after.
        return [(line.strip(), file.stem.strip()) for file in files for line in read_file(file).split("\n") if line.strip()]
    rows = []
    for file, table in zip(files, tables):
        if table is None:
            sys.exit(f"{file} has no columns: put a tab between a text and what belongs to it.")
        rows += table
    return [(text if text.strip() else "", target.strip() if LABELLED else target) for text, target in rows if text.strip() and target.strip()]


def table_of(file):
    """The two columns of a table, or None for a text without columns."""
    text = read_file(file)
    if file.suffix.lower() in OF_OBJECTS:
        objects = json.loads(text) if file.suffix.lower() == ".json" else [json.loads(line) for line in text.split("\n") if line.strip()]
        return [tuple(value_at(each, column) for column in (args.input_column, args.target_column)) for each in objects]
    lines = [line for line in text.split("\n") if line.strip()]
    separator = "\t"
    if file.suffix.lower() == ".csv":
        separator = max(SEPARATORS, key=lambda mark: (lines[0].count(mark) if lines else 0, -SEPARATORS.index(mark)))
    if not lines or separator not in lines[0]:
        return None
    quotes = csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL
    cells = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quotes) if any(map(str.strip, row))]
    names = [name.strip() for name in cells[0]]
    asked = [args.input_column, args.target_column]
    columns = [names.index(each) if not each.isdecimal() and each in names else int(each) - 1 if each.isdecimal() else -1 for each in asked]
    if min(columns) < 0:
        sys.exit(f"{file} has no column {asked[columns.index(min(columns))]}: it has {', '.join(names)}.")
    by_name = any(not each.isdecimal() for each in asked)
    rows = cells[1:] if args.header or by_name else cells
    return [tuple(row[column] for column in columns) for row in rows if len(row) > max(columns)]


def value_at(row, column):
    """Of an object the value of a key, or at a path (meta.text); by its number that of the key which stands there."""
    if column not in row and column.isdecimal():
        column = list(row)[int(column) - 1]
    value = row.get(column)
    for key in [] if column in row else column.split("."):
        value = row.get(key) if value is None else value.get(key)
    return "" if value is None else str(value)
