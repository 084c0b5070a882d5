def read_examples():
    """What is trained on, and what is held out."""
    found = [example(text, target) for text, target in read_rows()]
    examples = [each for each in found if each is not None and any(target >= 0 for target in each["targets"])]
    if len(examples) < len(found):
        say(f"Passed over {len(found) - len(examples)} of {len(found)} rows: too long, or unknown.")
    return held_out(examples)
