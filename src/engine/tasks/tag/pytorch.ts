/** The tagger in PyTorch. */
import type { Rule } from '../../experimentSchema';
import rows from '../../export/pytorch/python/rows.py';
import tables from '../../export/pytorch/python/tables.py';
import type { PythonStack } from '../../export/pytorch/pythonStack';
import type { PythonTask } from '../../export/pytorch/pythonTask';
import { readPaddedInPython } from '../../export/pytorch/pythonTask';
import { indented, lines } from '../../export/pytorch/pythonText';
import takenAccents from './accents.py';
import takenCase from './case.py';
import changed from './changed.py';
import takenPunctuation from './punctuation.py';
import restored from './restored.py';
import rule from './rule.py';
import tagged from './tagged.py';
import training from './train.py';
import use from './use.py';

const RULES: Readonly<Record<Rule, readonly string[]>> = {
  case: [takenCase, changed, rule],
  accents: [takenAccents, changed, rule],
  punctuation: [takenPunctuation, rule],
};

export const tagInPyTorch: PythonTask = {
  model({ stacks, rule: takenAway }) {
    const [stack] = stacks as [PythonStack];
    return lines(
      'class Model(nn.Module):',
      '    """For each symbol of a text: how likely each tag is."""',
      '',
      '    def __init__(self):',
      '        super().__init__()',
      stack.embedding && `        ${stack.embedding}`,
      `        self.rnn = ${indented(stack.construct, '        ').trimStart()}`,
      '        self.dropout = nn.Dropout(DROPOUT)',
      `        self.head = nn.Linear(${stack.both && stack.stack.join === 'concat' ? '2 * HIDDEN' : 'HIDDEN'}, TARGETS)`,
      '',
      '    def forward(self, ids, lengths=None):',
      '        """ids (T, B), of each the first `lengths` (B), or all -> logits (T, B, TARGETS); behind them they mean nothing."""',
      '        lengths = lengths_of(ids) if lengths is None else lengths',
      `        ${readPaddedInPython(stack, 'y, _', stack.reads('ids'))}`,
      '        return self.head(self.dropout(y))',
      '',
      '',
      takenAway === undefined ? use.trimEnd() : RULES[takenAway].map((part) => part.trimEnd()).join('\n\n\n'),
    );
  },
  asks: ['tag'],
  example: ['print(tag(model, "the cat sat"))'],
  training: ({ rule: takenAway }) => (takenAway === undefined ? [tables, rows, tagged, training] : [rows, restored, training]),
};
