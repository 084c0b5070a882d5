def one_hot(ids, symbols, like):
    """ids (…) -> (…, symbols), numbers of the same type as `like`."""
    return F.one_hot(ids, symbols).to(like.dtype)
