/** The functions of the cell notation as a textbook writes them, in double precision: what tests compare ours with. */
export const FUNCTIONS: Readonly<Record<string, (...operands: number[]) => number>> = {
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  tanh: Math.tanh,
  relu: (a) => Math.max(0, a),
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  softplus: (a) => Math.log(1 + Math.exp(a)),
  abs: Math.abs,
  sign: Math.sign,
  sin: Math.sin,
  cos: Math.cos,
  max: Math.max,
  min: Math.min,
  silu: (a) => a / (1 + Math.exp(-a)),
  gelu: (a) => 0.5 * a * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (a + 0.044715 * a ** 3))),
};
