def attend(self, y, memory, lengths):
    """Looks back at the source from each output of the decoder, after Luong et al. (2015).

    y (T, B, H), memory (S, B, M) -> tanh(W_c [c; y]), (T, B, H), where c is the mean of the memory under
    the softmax of y · (W_a m) over the source.
    """
    scores = torch.einsum("tbh,sbh->tbs", y, self.W_a(memory))
    inside = torch.arange(len(memory), device=y.device) < lengths.unsqueeze(1)  # (B, S)
    weights = scores.masked_fill(~inside, -math.inf).softmax(dim=2)
    context = torch.einsum("tbs,sbm->tbm", weights, memory)
    return torch.tanh(self.W_c(torch.cat([context, y], dim=2)))
