/** The classifier in PyTorch. */
import examples from '../../export/pytorch/python/examples.py';
import rows from '../../export/pytorch/python/rows.py';
import tables from '../../export/pytorch/python/tables.py';
import type { PythonStack } from '../../export/pytorch/pythonStack';
import type { PythonTask } from '../../export/pytorch/pythonTask';
import { indented, lines } from '../../export/pytorch/pythonText';
import training from './train.py';
import use from './use.py';

export const classifyInPyTorch: PythonTask = {
  model({ stacks }) {
    const [stack] = stacks as [PythonStack];
    const concat = stack.both && stack.stack.join === 'concat';
    return lines(
      'class Model(nn.Module):',
      '    """How likely each label is for a text, by what the top layer knows when all is read."""',
      '',
      '    def __init__(self):',
      '        super().__init__()',
      stack.embedding && `        ${stack.embedding}`,
      `        self.rnn = ${indented(stack.construct, '        ').trimStart()}`,
      '        self.dropout = nn.Dropout(DROPOUT)',
      `        self.head = nn.Linear(${concat ? '2 * HIDDEN' : 'HIDDEN'}, TARGETS)`,
      '',
      '    def forward(self, ids, lengths=None):',
      '        """ids (T, B), of each text the first `lengths` (B), or all; the boundary ends each -> logits (B, TARGETS)."""',
      '        lengths = lengths_of(ids) if lengths is None else lengths',
      ...indented(ends(stack), '        ').split('\n'),
      '        return self.head(self.dropout(end))',
      '',
      '',
      use.trimEnd(),
    );
  },
  asks: ['classify'],
  example: ['print(classify(model, "siebzehn"))'],
  training: () => [tables, examples, rows, training],
};

/** The last states of the top layer, forwards and backwards: PyTorch has them behind those of the lower ones. */
function ends({ plain, both, stack, reads }: PythonStack): string {
  if (!plain) return `_, _, end = self.rnn(${reads('ids')}, lengths=lengths)`;
  const hidden = plain.module === 'LSTM' ? '(hidden, _)' : 'hidden';
  const read = `_, ${hidden} = read(self.rnn, ${reads('ids')}, lengths)`;
  if (!both) return `${read}\nend = hidden[-1]`;
  return `${read}\nend = ${stack.join === 'concat' ? 'torch.cat([hidden[-2], hidden[-1]], dim=1)' : 'hidden[-2] + hidden[-1]'}`;
}
