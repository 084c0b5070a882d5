/** Cells that nobody ships: each asks something else of the compiler and of the reverse sweep. */
export const oddCells: Readonly<Record<string, string>> = {
  'peepholes everywhere': `cell peephole
state h, c
i  = sigmoid(W_xi x + W_hi h + p_i * c + b_i)
f  = sigmoid(W_xf x + W_hf h + p_f * c + b_f)
c' = f * c + i * tanh(W_xc x + W_hc h + b_c)
o  = sigmoid(W_xo x + W_ho h + p_o * c' + b_o)
h' = o * tanh(c')`,

  'coupled gates, with the new memory beside the gate': `cell coupled
state h, c
f  = sigmoid(W_xf x + W_hf h + W_cf c + b_f)
c' = f * c + (1 - f) * (W_xc x + W_hc h)
h' = sigmoid(W_xo x + W_co c') * tanh(c')`,

  'a minimal gated unit in two gemms': `cell mgu2
state h
f  = sigmoid(W_hf h + b_f)
n  = tanh(W_xn x + W_hn (f * h))
h' = h - f * h + f * n`,

  'division by what may not be zero': `cell division
state h
a  = W_x x + W_h h + b
s  = a / (1 + abs(a))
h' = (2 * s + h / 3) / (2 + s * s) - 1 / (3 - s)`,

  'two states that feed each other': `cell momentum
state v, h
v' = 0.9 * v + 0.5 * (W_x x + W_h h + b)
h' = tanh(v' + W_v v)`,

  'no gate and no function at all': `cell linear
state h
h' = W_x x + W_h h + b`,

  'a constant with a name': `cell constant
state h
k  = 0.3 + 0.4
h' = k * tanh(W_x x + W_h h + b) + (1 - k) * h`,

  'no recurrence: the state is only written': `cell feedforward
state h
h' = tanh(W_x x + b)`,

  'one matrix, used three times': `cell shared
state h
a  = tanh(W_x x + W_h h)
e  = tanh(W_x x + W_h a)
h' = W_h (a * e) + h / 2`,

  'matrices inside matrices': `cell nested
state h
r  = sigmoid(W_xr x + W_hr h + b_r)
h' = tanh(W_x x + W_1 (r * tanh(W_2 h + W_3 (h * r))))`,

  'exp, log, sqrt and softplus': `cell smooth
state h
a  = W_x x + W_h h + b
u  = log(1 + exp(a)) - softplus(-a)
h' = sqrt(1 + u * u) - 1 + exp(-softplus(a)) * log(2 + a * a)`,

  'kinks: abs, max, min and relu': `cell kinks
state h
a  = W_x x + W_h h + b
c  = max(a, p_c * h) - min(a / 2, h)
h' = tanh(abs(c) - relu(a - h) / 2)`,

  'waves: sin and cos': `cell waves
state h
h' = sin(W_x x + b) * cos(W_h h) + h / 4`,

  'silu and gelu': `cell glu
state h
h' = tanh(silu(W_x x + b) + gelu(W_h h))`,

  'sign, which passes nothing on': `cell straight
state h
a  = tanh(W_x x + W_h h + b)
h' = a * sign(a) + a`,

  'an output that is not a state': `cell readout
state s
output y
s' = tanh(W_x x + W_s s + b)
y  = s' * sigmoid(p_y * s + b_y)`,

  'an output before the state of another name': `cell carry
state h, m
output m'
h' = tanh(W_x x + W_h h + b)
m' = m + h' * (1 - m)`,

  'numbers only, and a state used at both times': `cell leaky
state h
a  = 0.3 * h
h' = a + 0.7 * tanh(W_x x + W_h (h - a)) + a * h`,

  'three states in a ring': `cell ring
state h, u, v
h' = tanh(W_x x + v)
u' = h * p_u
v' = W_u u + u' / 2`,
};
