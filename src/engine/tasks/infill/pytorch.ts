/** The network that reads a text from both ends, in PyTorch. */
import streams from '../../export/pytorch/python/streams.py';
import type { PythonStack } from '../../export/pytorch/pythonStack';
import type { PythonTask } from '../../export/pytorch/pythonTask';
import { indented, lines } from '../../export/pytorch/pythonText';
import training from './train.py';
import use from './use.py';

export const infillInPyTorch: PythonTask = {
  model({ stacks, shape: { sideHeads, bidirectional } }) {
    const [forwards, backwards] = stacks as [PythonStack, PythonStack];
    const joined = bidirectional === 'concat';
    return lines(
      'class Model(nn.Module):',
      '    """For each place of a text: how likely each symbol is to stand there, by what stands before and after it."""',
      '',
      '    def __init__(self):',
      '        super().__init__()',
      forwards.embedding && `        ${forwards.embedding}`,
      `        self.forwards = ${indented(forwards.construct, '        ').trimStart()}`,
      `        self.backwards = ${indented(backwards.construct, '        ').trimStart()}`,
      '        self.dropout = nn.Dropout(DROPOUT)',
      `        self.head = nn.Linear(${joined ? '2 * HIDDEN' : 'HIDDEN'}, TARGETS)`,
      sideHeads && '        self.forwards_head = nn.Linear(HIDDEN, TARGETS)',
      sideHeads && '        self.backwards_head = nn.Linear(HIDDEN, TARGETS)',
      '',
      '    def forward(self, before, after, state=None):',
      '        """before, after (T, B), the symbols around each place -> logits (T, B, TARGETS) of those at the places,',
      sideHeads
        ? '        those by what stands before and by what stands after alone, and the state of what reads forwards.'
        : '        nothing of the sides alone, and the state of what reads forwards.',
      '',
      '        state is None at the beginning of a text, or what an earlier call gave. What reads backwards begins at the end.',
      '        """',
      `        ahead, state = self.forwards(${forwards.reads('before')}, state)`,
      `        back, _ = self.backwards(${backwards.reads('after')}.flip(0))`,
      '        back = back.flip(0)',
      joined ? '        y = torch.cat([ahead, back], dim=2)' : '        y = ahead + back',
      ...(sideHeads
        ? [
            '        kept = self.dropout(torch.ones_like(y))',
            '        logits = self.head(y * kept)',
            joined ? '        kept_ahead, kept_back = kept.chunk(2, dim=2)' : '        kept_ahead = kept_back = kept',
            '        sides = self.forwards_head(ahead * kept_ahead), self.backwards_head(back * kept_back)',
            '        return logits, sides, state',
          ]
        : ['        return self.head(self.dropout(y)), (), state']),
      '',
      '',
      use.trimEnd(),
    );
  },
  asks: ['around', 'likeliest'],
  example: ['for symbol, probability in likeliest(model, "I am h", "ngry"):', '    print(repr(symbol), probability)'],
  training: () => [streams, training],
};
