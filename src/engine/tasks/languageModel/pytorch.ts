/** The language model in PyTorch. */

import streams from '../../export/pytorch/python/streams.py';
import type { PythonStack } from '../../export/pytorch/pythonStack';
import type { PythonTask } from '../../export/pytorch/pythonTask';
import { lines } from '../../export/pytorch/pythonText';
import training from './train.py';
import use from './use.py';

export const languageModelInPyTorch: PythonTask = {
  model({ stacks }) {
    const [stack] = stacks as [PythonStack];
    return lines(
      'class Model(nn.Module):',
      '    """After each symbol of a text: how likely each symbol is to come next."""',
      '',
      '    def __init__(self):',
      '        super().__init__()',
      stack.embedding && `        ${stack.embedding}`,
      `        self.rnn = ${stack.construct.replaceAll('\n', '\n        ')}`,
      '        self.dropout = nn.Dropout(DROPOUT)',
      '        self.head = nn.Linear(HIDDEN, TARGETS)',
      '',
      '    def forward(self, ids, state=None):',
      '        """ids (T, B) -> logits (T, B, SYMBOLS) of the symbol after each, and the state after the last one.',
      '',
      '        state is None at the beginning of a text, or what an earlier call gave, to go on from there.',
      '        """',
      `        y, state = self.rnn(${stack.reads('ids')}, state)`,
      '        return self.head(self.dropout(y)), state',
      '',
      '',
      use.trimEnd(),
    );
  },
  asks: ['generate'],
  example: ['print(generate(model, "The ", 200))'],
  training: () => [streams, training],
};
