def files_of(paths):
    """The files that are named, and of folders the texts and tables in them."""
    kinds = (".txt", ".md", ".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson")
    found = []
    for path in map(Path, paths):
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in kinds) if path.is_dir() else [path]
        found += [file for file in inside if file.is_file()]
    if not found:
        sys.exit("There is no file to learn from.")
    return found


def read_file(file):
    """The text of a file in the form that the model reads."""
    return formed(Path(file).read_bytes().decode(args.encoding))


def read_text():
    """The texts of all files, each from a line of its own on."""
    texts = [read_file(file) for file in files_of(args.files)]
    ended = [text if text.endswith(("\n", "\r")) else text + "\n" for text in texts[:-1]]
    return "".join(ended + texts[-1:])
