/** Encoder, bridge, attention and decoder in PyTorch. */
import { ownStates } from '../../cell/cellProgram';
import examples from '../../export/pytorch/python/examples.py';
import rows from '../../export/pytorch/python/rows.py';
import tables from '../../export/pytorch/python/tables.py';
import type { PythonStack } from '../../export/pytorch/pythonStack';
import type { PythonTask, PythonWriting } from '../../export/pytorch/pythonTask';
import { indented, lines } from '../../export/pytorch/pythonText';
import additive from './additive.py';
import { hasBridge } from './bridge';
import dot from './dot.py';
import training from './train.py';
import use from './use.py';

export const translateInPyTorch: PythonTask = {
  model(writing) {
    const { stacks, shape } = writing;
    const [encoder, decoder] = stacks as [PythonStack, PythonStack];
    const attends = shape.attention !== 'none';
    const memory = encoder.both && shape.bidirectional === 'concat' ? '2 * HIDDEN' : 'HIDDEN';
    const read = encoder.plain
      ? `memory, state = read(self.encoder, ${encoder.reads('ids')}, lengths)`
      : `memory, state = self.encoder(${encoder.reads('ids')}, lengths=lengths)`;
    return lines(
      'class Model(nn.Module):',
      '    """An encoder reads a text, a decoder writes its translation."""',
      '',
      '    def __init__(self):',
      '        super().__init__()',
      encoder.embedding && `        ${encoder.embedding}`,
      decoder.embedding && `        ${decoder.embedding}`,
      `        self.encoder = ${indented(encoder.construct, '        ').trimStart()}`,
      `        self.decoder = ${indented(decoder.construct, '        ').trimStart()}`,
      ...madeBridge(writing, memory),
      shape.attention === 'dot' && `        self.W_a = nn.Linear(${memory}, DECODER_HIDDEN, bias=False)`,
      shape.attention === 'additive' && '        self.W_q = nn.Linear(DECODER_HIDDEN, DECODER_HIDDEN, bias=False)',
      shape.attention === 'additive' && `        self.W_k = nn.Linear(${memory}, DECODER_HIDDEN, bias=False)`,
      shape.attention === 'additive' && '        self.v = nn.Linear(DECODER_HIDDEN, 1, bias=False)',
      attends && `        self.W_c = nn.Linear(${memory} + DECODER_HIDDEN, DECODER_HIDDEN, bias=False)`,
      '        self.dropout = nn.Dropout(DROPOUT)',
      '        self.head = nn.Linear(DECODER_HIDDEN, TARGETS)',
      '',
      '    def encode(self, ids, lengths=None):',
      '        """ids (S, B), of each the first `lengths` (B), or all -> memory (S, B, M), and the first state of the decoder.',
      '',
      '        The boundary ends each text.',
      '        """',
      '        lengths = lengths_of(ids) if lengths is None else lengths',
      `        ${read}`,
      '        return memory, self.bridged(state)',
      '',
      '    def bridged(self, state):',
      `        """${hasBridge(writing.shape) ? "The decoder's first states, made from the encoder's last ones." : 'The decoder begins as the encoder ended.'}"""`,
      ...indented(bridged(writing), '        ').split('\n'),
      '',
      ...(attends ? [indented((shape.attention === 'dot' ? dot : additive).trimEnd()), ''] : []),
      '    def decode(self, ids, state, memory, lengths):',
      '        """ids (T, B) -> logits (T, B, TARGETS) of the symbol after each, and the state. END begins each text."""',
      `        y, state = self.decoder(${decoder.reads('ids')}, state)`,
      attends && '        y = self.attend(y, memory, lengths)',
      '        return self.head(self.dropout(y)), state',
      '',
      '    def forward(self, source, lengths, written):',
      '        """source (S, B), lengths (B), written (T, B) -> logits (T, B, TARGETS)."""',
      '        memory, state = self.encode(source, lengths)',
      '        return self.decode(written, state, memory, lengths)[0]',
      '',
      '',
      use.trimEnd(),
    );
  },
  asks: ['translate'],
  example: ['print(translate(model, "the 17th of February 1997"))'],
  training: () => [tables, examples, rows, training],
};

function madeBridge(writing: PythonWriting, memory: string): string[] {
  if (!hasBridge(writing.shape)) return [];
  const counts = writing.shape.cells.map((cell) => ownStates(cell).length);
  return [
    `        counts = [${counts.join(', ')}]  # states of each layer's cell`,
    '        self.bridge = nn.ModuleList(',
    `            nn.ModuleList(nn.Linear(${memory}, DECODER_HIDDEN) for _ in range(count)) for count in counts`,
    '        )',
  ];
}

function bridged(writing: PythonWriting): string {
  if (!hasBridge(writing.shape)) return 'return state';
  const { shape, stacks } = writing;
  const [{ plain, both }] = stacks as [PythonStack];
  const joined = (a: string, b: string) => (shape.bidirectional === 'concat' ? `torch.cat([${a}, ${b}], dim=1)` : `${a} + ${b}`);
  if (!plain) {
    const last = both ? joined('ahead', 'back') : 'last';
    return lines(
      'first = []',
      'for bridges, states in zip(self.bridge, state):',
      both
        ? `    joined = [${last} for ahead, back in zip(*states)]\n    first.append(tuple(bridge(each) for bridge, each in zip(bridges, joined)))`
        : `    first.append(tuple(bridge(${last}) for bridge, last in zip(bridges, states)))`,
      'return first',
    );
  }
  // PyTorch has the layers one after another, and of each the state forwards before that backwards.
  const read = both ? [`last = ${joined('last[0::2]', 'last[1::2]').replace('dim=1', 'dim=2')}`] : [];
  const stacked = (index: string) => `torch.stack([bridges[${index}](layer) for bridges, layer in zip(self.bridge, last)])`;
  if (plain.module !== 'LSTM') return lines('last = state', ...read, `return ${stacked('0')}`);
  return lines(
    'first = []',
    'for index, last in enumerate(state):',
    ...read.map((line) => `    ${line}`),
    `    first.append(${stacked('index')})`,
    'return tuple(first)',
  );
}
