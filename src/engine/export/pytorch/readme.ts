/** README.md of an exported model: what lies there, and how it is used. */
import type { Experiment } from '../../experimentSchema';
import { learningOf, taskOf } from '../../tasks/tasks';
import { taskWords } from '../../tasks/words';

export function writeReadme(experiment: Experiment): string {
  const { pyTorch } = taskOf(experiment);
  const { model, tells } = taskWords(experiment);
  const learned = learningOf(experiment).from === 'text' ? 'TEXT.txt' : 'TABLE.tsv';
  return `# A ${model} in PyTorch

It tells ${tells}. It was trained by Unroll, and needs PyTorch 1.13 or later and NumPy, nothing else.

| File | What |
|---|---|
| \`model.py\` | the network as plain modules; \`load()\`, \`save()\`, \`encode()\`, and ${pyTorch.asks.map((name) => `\`${name}()\``).join(', ')} |
| \`model.safetensors\` | its weights, by the names that the modules have; what Unroll knows of it besides is in the metadata |
| \`vocab.json\` | the symbols in the order of the rows, and the form in which a text is read |
| \`train.py\` | goes on training it, alone or on many machines |

## Use it

\`\`\`python
from model import *

model = load()
${pyTorch.example.join('\n')}
\`\`\`

## Train it further

\`\`\`sh
python3 train.py ${learned} --epochs 2
torchrun --nproc_per_node=2 train.py ${learned} --epochs 2
torchrun --nnodes=4 --nproc_per_node=8 --rdzv_backend=c10d --rdzv_endpoint=HOST:29500 train.py ${learned} --batch 2048
\`\`\`

What is not said is as it was in Unroll; \`--help\` names it all. GPUs are used where there are some. The weights are replaced
whenever they are better than before on what is held out of the text (with \`--validation 0\`: at the end); \`--output FOLDER\`
writes them elsewhere.

## Back to Unroll

*Unroll: Import Weights…* in VS Code, or \`unroll import FOLDER --out RUN\`, makes a run of this folder that answers, can be looked
into and trained.
`;
}
