def attend(self, y, memory, lengths):
    """Looks back at the source from each output of the decoder, with the scores of Bahdanau et al. (2015).

    y (T, B, H), memory (S, B, M) -> tanh(W_c [c; y]), (T, B, H), where c is the mean of the memory under
    the softmax of v · tanh(W_q y + W_k m) over the source.
    """
    met = torch.tanh(self.W_q(y).unsqueeze(1) + self.W_k(memory).unsqueeze(0))  # (T, S, B, H)
    scores = self.v(met).squeeze(3).transpose(1, 2)  # (T, B, S)
    inside = torch.arange(len(memory), device=y.device) < lengths.unsqueeze(1)  # (B, S)
    weights = scores.masked_fill(~inside, -math.inf).softmax(dim=2)
    context = torch.einsum("tbs,sbm->tbm", weights, memory)
    return torch.tanh(self.W_c(torch.cat([context, y], dim=2)))
