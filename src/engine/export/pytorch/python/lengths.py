def lengths_of(ids):
    """All of each text in ids (T, B)."""
    return torch.full((ids.shape[1],), len(ids), device=ids.device)
