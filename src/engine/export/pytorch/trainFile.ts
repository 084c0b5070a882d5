/** train.py: the model goes on learning, as the experiment says where nothing else is said. */
import type { Experiment } from '../../experimentSchema';
import { OPTIMIZERS, SCHEDULES } from '../../experimentSchema';
import { learningOf, taskOf } from '../../tasks/tasks';
import { taskWords } from '../../tasks/words';
import reading from './python/reading.py';
import loop from './python/trainLoop.py';
import type { PythonWriting } from './pythonTask';

const MODULES = ['argparse', 'csv', 'io', 'json', 'math', 'os', 'random', 're', 'sys'];

export function writeTraining(experiment: Experiment, writing: PythonWriting): string {
  const { pyTorch } = taskOf(experiment);
  const body = [argumentsOf(experiment), reading, ...pyTorch.training(writing), loop].map((part) => part.trimEnd()).join('\n\n\n');
  const imports = MODULES.filter((module) => new RegExp(`\\b${module}\\.`).test(body)).map((module) => `import ${module}`);
  const ours = namesOfModel(body);
  return `${[
    `"""Goes on training this ${taskWords(experiment).model}, on one machine or on many.`,
    '',
    '    python3 train.py TEXT',
    '    torchrun --nproc_per_node=2 train.py TEXT',
    '    torchrun --nnodes=4 --nproc_per_node=8 --rdzv_backend=c10d --rdzv_endpoint=HOST:29500 train.py TEXT',
    '',
    'Of several processes each has its share of every batch: the updates are those that one alone would make.',
    '"""',
    ...imports,
    'from pathlib import Path',
    '',
    'import torch',
    'import torch.distributed as dist',
    'from torch import nn',
    'from torch.nn import functional as F',
    'from torch.nn.parallel import DistributedDataParallel',
    '',
    `from model import ${ours.join(', ')}`,
    '',
    '',
    body,
  ].join('\n')}\n`;
}

/** What is used of model.py. */
function namesOfModel(body: string): string[] {
  const all = [
    'BOUNDARY',
    'END',
    'FOLDER',
    'LABELS',
    'NUMBERS_TOLD',
    'READ_AS',
    'TOLD_AS',
    'UNKNOWN_TOLD',
    'around',
    'cut',
    'formed',
    'load',
    'numbers',
    'save',
    'taken_away',
  ];
  return all.filter((name) => new RegExp(`(?<![\\w.])${name}\\b`).test(body));
}

function argumentsOf(experiment: Experiment): string {
  const { batch, window, optimizer, learningRate, momentum, schedule, clip, dropout, inputDropout, validation, seed } = experiment;
  const learning = learningOf(experiment);
  const add = (flag: string, said: string, help: string) => `    add("--${flag}", ${said}, help="${help}")`;
  const choices = (names: readonly string[], chosen: string) =>
    `choices=[${names.map((name) => `"${name}"`).join(', ')}], default="${chosen}"`;
  const columns =
    learning.from === 'rows'
      ? [
          add(
            'input-column',
            `default=${quoted(String(experiment.inputColumn))}`,
            'the column of the text: its name, number from 1 on, or path in JSON',
          ),
          add('target-column', `default=${quoted(String(experiment.targetColumn))}`, 'the column of what belongs to it'),
          add(
            'header',
            `action=argparse.BooleanOptionalAction, default=${experiment.header ? 'True' : 'False'}`,
            'the first row names the columns',
          ),
        ]
      : [];
  return [
    'def arguments():',
    '    parser = argparse.ArgumentParser(description="Goes on training. What is not said is as the experiment was.")',
    '    add = parser.add_argument',
    '    add("files", nargs="+", help="files, or folders of them")',
    add('output', 'default=FOLDER', 'the folder that the weights are written to: by default that of this program'),
    add('epochs', 'type=float, default=1.0', 'passes over what is learned'),
    add('updates', 'type=int', 'in place of epochs: so many updates'),
    add('batch', `type=int, default=${batch}`, 'streams or rows side by side, of all processes together'),
    add('window', `type=int, default=${window}`, 'symbols that the gradient flows back through, or of a row'),
    add('optimizer', choices(OPTIMIZERS, optimizer), 'how the weights move'),
    add('learning-rate', `type=float, default=${learningRate}`, 'at its highest'),
    add('momentum', `type=float, default=${momentum}`, 'of sgd and rmsprop'),
    add('schedule', choices(SCHEDULES, schedule), 'how the learning rate falls'),
    add('warmup', 'type=float, default=0.05', 'the fraction of the updates in which it first rises'),
    add('clip', `type=float, default=${clip}`, 'largest norm of the gradient; 0 does not clip'),
    add('dropout', `type=float, default=${dropout}`, 'of what a layer hands on'),
    add('input-dropout', `type=float, default=${inputDropout}`, 'of symbols that are read'),
    ...(taskOf(experiment).uses.includes('teacherForcing')
      ? [add('teacher-forcing', `type=float, default=${experiment.teacherForcing}`, 'how often the decoder is fed what is right')]
      : []),
    add('validation', `type=float, default=${validation}`, 'the fraction that is held out'),
    add('validate-every', 'type=int', 'updates from one validation to the next'),
    add('report-every', 'type=int, default=50', 'updates from one line to the next'),
    add('seed', `type=int, default=${seed}`, 'decides all that is random'),
    add('encoding', `default="${encodings[experiment.encoding] ?? experiment.encoding}"`, 'how the bytes of the files are characters'),
    add('device', 'default="cuda" if torch.cuda.is_available() else "cpu"', 'cuda or cpu'),
    ...columns,
    '    return parser.parse_args()',
  ].join('\n');
}

/** Of Python: UTF-8 with or without a mark at its beginning. */
const encodings: Readonly<Record<string, string>> = { auto: 'utf-8-sig', 'utf-8': 'utf-8-sig' };

/** A text from a file as a Python literal: JSON's is one, where what is above ASCII is escaped. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
