/** The network that writes texts of a label, in PyTorch. */
import { ownStates } from '../../cell/cellProgram';
import examples from '../../export/pytorch/python/examples.py';
import rows from '../../export/pytorch/python/rows.py';
import tables from '../../export/pytorch/python/tables.py';
import type { PythonStack } from '../../export/pytorch/pythonStack';
import type { PythonTask } from '../../export/pytorch/pythonTask';
import { indented, lines } from '../../export/pytorch/pythonText';
import training from './train.py';
import use from './use.py';

export const generateFromLabelInPyTorch: PythonTask = {
  model({ stacks, shape }) {
    const [stack] = stacks as [PythonStack];
    const { made, begins } = firstStates(
      stack,
      shape.cells.map((cell) => ownStates(cell)),
    );
    return lines(
      'class Model(nn.Module):',
      '    """A language model whose first states are learned, for each label."""',
      '',
      '    def __init__(self):',
      '        super().__init__()',
      stack.embedding && `        ${stack.embedding}`,
      ...made.map((line) => `        ${line}`),
      `        self.rnn = ${indented(stack.construct, '        ').trimStart()}`,
      '        self.dropout = nn.Dropout(DROPOUT)',
      '        self.head = nn.Linear(HIDDEN, TARGETS)',
      '',
      '    def begin(self, labels):',
      '        """labels (B) -> the states that texts of these labels begin with."""',
      ...begins.map((line) => `        ${line}`),
      '',
      '    def forward(self, ids, state=None, labels=None):',
      '        """ids (T, B) -> logits (T, B, TARGETS) of the symbol after each, and the state after the last one.',
      '',
      '        Texts of labels (B) begin with the boundary; others go on from a state that an earlier call gave.',
      '        """',
      '        if labels is not None:',
      '            state = self.begin(labels)',
      `        y, state = self.rnn(${stack.reads('ids')}, state)`,
      '        return self.head(self.dropout(y)), state',
      '',
      '',
      use.trimEnd(),
    );
  },
  asks: ['generate'],
  example: ['print(generate(model, LABELS[0]))'],
  training: () => [tables, examples, rows, training],
};

/** A table for each state of each layer. */
function firstStates({ plain }: PythonStack, states: readonly (readonly string[])[]): { made: string[]; begins: string[] } {
  if (!plain) {
    const counts = `[${states.map(({ length }) => length).join(', ')}]`;
    return {
      made: [
        `counts = ${counts}  # states of each layer's cell`,
        'tables = [[nn.Embedding(len(LABELS), HIDDEN) for _ in range(count)] for count in counts]',
        'self.first = nn.ModuleList(nn.ModuleList(layer) for layer in tables)',
      ],
      begins: ['return [tuple(table(labels) for table in layer) for layer in self.first]'],
    };
  }
  const names = states[0] ?? [];
  const stacked = (name: string) => `torch.stack([table(labels) for table in self.${name}])`;
  return {
    made: names.map((name) => `self.${name} = nn.ModuleList(nn.Embedding(len(LABELS), HIDDEN) for _ in range(${states.length}))`),
    begins: [
      ...names.map((name) => `${name} = ${stacked(name)}`),
      names.length === 1 ? `return ${names[0]}` : `return ${names.join(', ')}`,
    ],
  };
}
