/** The lecture's parameters by our names. Where they differ: it calls the candidate's parameters in a GRU W_xh, W_hh, b_h. */
export const LECTURE_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rnn: {},
  gru: { W_xh: 'W_xn', W_hh: 'W_hn', b_h: 'b_n' },
  lstm: {},
};

export const ours = (cell: string, name: string): string =>
  ({ W_hq: 'head.weight', b_q: 'head.bias' })[name] ?? `layers.0.${LECTURE_NAMES[cell]?.[name] ?? name}`;
