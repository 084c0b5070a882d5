/** The layers of a network in PyTorch: one of its own modules where that is exactly what they are, else cells written as their equations. */
import type { NetworkShape } from '../../model/networkShape';
import { embeddingSlot, inputSize, type Stack } from '../../model/stack';
import { cellClass, className } from './cellClass';
import { type PlainModule, plainModule, residuals } from './plainLayers';
import recurrence from './python/recurrence.py';
import { call, lines, PythonNames } from './pythonText';

export interface PythonStack {
  readonly stack: Stack;
  readonly plain: PlainModule | undefined;
  /** Reads in both directions. */
  readonly both: boolean;
  /** What makes it. */
  readonly construct: string;
  /** `nn.Embedding(…)`, where there is one. */
  readonly embedding: string | undefined;
  /** The vectors that the layers read, of symbols: `self.embedding(ids)`. */
  reads(ids: string): string;
}

export interface WrittenLayers {
  readonly stacks: readonly PythonStack[];
  /** Classes and functions that the stacks need. */
  readonly definitions: string;
}

/** @param ends whether the output at the end of each text is asked for */
export function writeLayers(shape: NetworkShape, ends: boolean): WrittenLayers {
  const plain = plainModule(shape);
  const stacks = shape.architecture.stacks(shape);
  const names = new PythonNames(['Recurrence', 'Layers', 'LayersBothWays', 'Model']);
  const classes = new Map(shape.cells.map((cell) => [cell.source, className(cell, names, cell.source)]));
  const sources = new Map(shape.cells.map((cell) => [cell.source, cell]));
  const written = [...sources].map(([source, cell]) => cellClass(cell, classes.get(source) as string));
  const padded = stacks.some(isPadded(shape));
  const definitions = plain
    ? [padded && readPadded(stacks)]
    : [
        recurrence.trimEnd(),
        ...written,
        ...[oneWay, bothWays].map((write, index) => {
          const its = stacks.filter(({ directions }) => directions.length === index + 1);
          return its.length > 0 && write(its, ends);
        }),
      ];
  return {
    stacks: stacks.map((stack) => pythonStack(stack, stacks, plain, classes)),
    definitions: definitions.filter((part): part is string => typeof part === 'string').join('\n\n\n'),
  };
}

/** Texts of a batch have lengths of their own, and what reads them reads no padding. */
const isPadded = (shape: NetworkShape) => (stack: Stack) => shape.architecture.weighted && stack.reads === 'window';

function pythonStack(
  stack: Stack,
  stacks: readonly Stack[],
  plain: PlainModule | undefined,
  classes: ReadonlyMap<string, string>,
): PythonStack {
  const both = stack.directions.length > 1;
  const symbols = stack.part === 'decoder' ? 'TARGETS' : 'SYMBOLS';
  const embedding = stack.embedding > 0 ? `nn.Embedding(${symbols}, EMBEDDING)` : undefined;
  const module = embeddingSlot(stack).replace('.weight', '').replace('.', '_');
  return {
    stack,
    plain,
    both,
    construct: plain ? plainConstruct(stack, plain) : cellsConstruct(stack, stacks, classes),
    embedding: embedding && `self.${module} = ${embedding}`,
    reads: (ids) => (embedding ? `self.${module}(${ids})` : `one_hot(${ids}, ${symbols}, self.head.weight)`),
  };
}

const hiddenOf = ({ part }: Stack) => (part === 'decoder' ? 'DECODER_HIDDEN' : 'HIDDEN');

/** What a layer reads. */
function inputsOf(stack: Stack, layer: number): string {
  if (layer === 0) return stack.embedding > 0 ? 'EMBEDDING' : stack.part === 'decoder' ? 'TARGETS' : 'SYMBOLS';
  return inputSize(stack, layer) === stack.hidden ? hiddenOf(stack) : `2 * ${hiddenOf(stack)}`;
}

function plainConstruct(stack: Stack, { module, nonlinearity }: PlainModule): string {
  const layers = stack.cells.length;
  return call(
    `nn.${module}`,
    [
      inputsOf(stack, 0),
      hiddenOf(stack),
      ...(layers > 1 ? [`num_layers=${layers}`, 'dropout=DROPOUT'] : []),
      ...(nonlinearity ? [`nonlinearity="${nonlinearity}"`] : []),
      ...(stack.directions.length > 1 ? ['bidirectional=True'] : []),
    ],
    24,
  );
}

function cellsConstruct(stack: Stack, stacks: readonly Stack[], classes: ReadonlyMap<string, string>): string {
  const cells = stack.cells.map((cell, layer) => `${classes.get(cell.source)}(${inputsOf(stack, layer)}, ${hiddenOf(stack)})`);
  const list = `[${cells.join(', ')}]`;
  const both = stack.directions.length > 1;
  const alike = stacks.filter(({ directions }) => directions.length === stack.directions.length);
  const added = residuals(stack).map((each) => (each ? 'True' : 'False'));
  const residual = hasResidual(alike) ? [`[${added.join(', ')}]`] : [];
  return call(both ? 'LayersBothWays' : 'Layers', [list, ...(both ? [list] : []), ...residual], 24);
}

/** PyTorch's modules read texts up to their ends where these are packed. */
function readPadded(stacks: readonly Stack[]): string {
  const sums = stacks.some(({ directions, join }) => directions.length > 1 && join === 'sum');
  return lines(
    'def read(rnn, x, lengths):',
    '    """Reads texts x (T, B, inputs) up to their lengths (B) -> outputs (T, B, ·), and the states at their ends."""',
    '    packed = nn.utils.rnn.pack_padded_sequence(x, lengths.cpu(), enforce_sorted=False)',
    '    packed, state = rnn(packed)',
    '    y, _ = nn.utils.rnn.pad_packed_sequence(packed, total_length=len(x))',
    sums && '    ahead, back = y.chunk(2, dim=2)',
    sums ? '    return ahead + back, state' : '    return y, state',
  );
}

const END_OF = lines(
  'def at_end(y, lengths):',
  '    """Outputs y (T, B, H) -> the last one of each text, (B, H)."""',
  '    return y[lengths - 1, torch.arange(y.shape[1], device=y.device)]',
);

/** What the stacks that one class is for have beside layers. */
function besides(stacks: readonly Stack[]) {
  return {
    drops: stacks.some(({ cells }) => cells.length > 1) && '        self.dropout = nn.Dropout(DROPOUT)',
    adds: hasResidual(stacks) && '        self.residual = residual  # of each layer: whether what it reads is added to what it gives',
  };
}

const hasResidual = (stacks: readonly Stack[]) => stacks.some((stack) => residuals(stack).includes(true));

function handingOn(stacks: readonly Stack[]): string[] {
  const deep = stacks.some(({ cells }) => cells.length > 1);
  return [
    ...(deep ? ['            y = self.dropout(y) if index + 1 < len(self.layers) else y'] : []),
    hasResidual(stacks) ? '            x = x + y if self.residual[index] else y' : '            x = y',
  ];
}

function oneWay(stacks: readonly Stack[], ends: boolean): string {
  const { drops, adds } = besides(stacks);
  return lines(
    ends && `${END_OF}\n\n`,
    'class Layers(nn.Module):',
    '    """Layers one on another, each a cell that goes through time."""',
    '',
    `    def __init__(self, layers${adds ? ', residual' : ''}):`,
    '        super().__init__()',
    '        self.layers = nn.ModuleList(layers)',
    drops,
    adds,
    '',
    '    def forward(self, x, state=None, lengths=None):',
    `        """x (T, B, inputs) -> outputs (T, B, H), of each layer the states (B, H) at the end${ends ? ',' : '."""'}`,
    ends && '        and the output of the top layer there, (B, H).',
    ends && '        """',
    '        states = []',
    '        for index, layer in enumerate(self.layers):',
    '            y, after = layer(x, None if state is None else state[index], lengths)',
    '            states.append(after)',
    ...handingOn(stacks),
    ends ? '        return x, states, at_end(y, lengths)' : '        return x, states',
  );
}

function bothWays(stacks: readonly Stack[], ends: boolean): string {
  const { drops, adds } = besides(stacks);
  const sums = stacks.some(({ directions, join }) => directions.length > 1 && join === 'sum');
  const joined = (a: string, b: string, dim: number) => (sums ? `${a} + ${b}` : `torch.cat([${a}, ${b}], dim=${dim})`);
  return lines(
    'def turned(x, lengths):',
    '    """Texts x (T, B, ·) each from its end to its beginning; the padding stays behind them."""',
    '    t = torch.arange(len(x), device=x.device).unsqueeze(1)',
    '    order = torch.where(t < lengths, lengths - 1 - t, t)',
    '    return x.gather(0, order.unsqueeze(2).expand_as(x))',
    '',
    '',
    ends && `${END_OF}\n\n`,
    'class LayersBothWays(nn.Module):',
    '    """Layers one on another, of which each reads forwards and backwards."""',
    '',
    `    def __init__(self, layers, reverse_layers${adds ? ', residual' : ''}):`,
    '        super().__init__()',
    '        self.layers = nn.ModuleList(layers)',
    '        self.reverse_layers = nn.ModuleList(reverse_layers)',
    drops,
    adds,
    '',
    '    def forward(self, x, lengths):',
    `        """x (T, B, inputs) -> outputs (T, B, ${sums ? 'H' : '2 H'}), of each layer the states (B, H) in both directions${ends ? ',' : '."""'}`,
    ends && `        and what the top layer gives when all is read, (B, ${sums ? 'H' : '2 H'}).`,
    ends && '        """',
    '        states = []',
    '        for index, (forwards, backwards) in enumerate(zip(self.layers, self.reverse_layers)):',
    '            ahead, at_last = forwards(x, lengths=lengths)',
    '            back, at_first = backwards(turned(x, lengths), lengths=lengths)',
    '            states.append((at_last, at_first))',
    `            y = ${joined('ahead', 'turned(back, lengths)', 2)}`,
    ...handingOn(stacks),
    ends ? `        return x, states, ${joined('at_end(ahead, lengths)', 'at_end(back, lengths)', 1)}` : '        return x, states',
  );
}
