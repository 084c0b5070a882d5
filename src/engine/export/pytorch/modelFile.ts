/** model.py: the network, what is asked of it, and the reading and writing of its weights. */
import type { Experiment } from '../../experimentSchema';
import type { NetworkShape } from '../../model/networkShape';
import { taskOf } from '../../tasks/tasks';
import { taskWords } from '../../tasks/words';
import characters from './python/characters.py';
import encoding from './python/encoding.py';
import lengthsOf from './python/lengths.py';
import oneHot from './python/oneHot.py';
import safetensors from './python/safetensors.py';
import vocabulary from './python/vocabulary.py';
import { writeLayers } from './pythonStack';
import type { PythonWriting } from './pythonTask';
import { wordsInPython } from './wordsInPython';

/** Where its parts come from. */
const MODULES = ['bisect', 'json', 'math', 'os', 're', 'unicodedata'];

export interface WrittenModel {
  readonly program: string;
  readonly writing: PythonWriting;
}

export function writeModel(experiment: Experiment, shape: NetworkShape): WrittenModel {
  const { pyTorch, network } = taskOf(experiment);
  const { stacks, definitions } = writeLayers(shape, network.tells === 'once');
  const writing: PythonWriting = { shape, stacks, rule: experiment.rule };
  const parts = [
    vocabulary.trimEnd(),
    sizes(experiment, shape),
    formed(experiment),
    (experiment.units === 'words' ? wordsInPython() : characters).trimEnd(),
    encoding.trimEnd(),
    oneHot.trimEnd(),
    network.weighted && network.stacks(shape).some(({ reads }) => reads === 'window') && lengthsOf.trimEnd(),
    definitions,
    pyTorch.model(writing),
    safetensors.trimEnd(),
  ].filter((part): part is string => typeof part === 'string' && part !== '');
  const [head, ...rest] = [`${parts[0]}\n${parts[1]}`, ...parts.slice(2)];
  const body = [head, ...rest].join('\n\n\n');
  return { program: `${beginning(experiment, pyTorch.example, body)}\n\n${body}\n`, writing };
}

function beginning(experiment: Experiment, example: readonly string[], body: string): string {
  const { model, tells } = taskWords(experiment);
  const imports = MODULES.filter((module) => new RegExp(`\\b${module}\\.`).test(body)).map((module) => `import ${module}`);
  return [
    `"""A ${model} of Unroll in PyTorch: it tells ${tells}.`,
    '',
    '    model = load()',
    ...example.map((line) => `    ${line}`),
    '"""',
    ...imports,
    'from pathlib import Path',
    '',
    'import numpy',
    'import torch',
    'from torch import nn',
    'from torch.nn import functional as F',
  ].join('\n');
}

function sizes(experiment: Experiment, shape: NetworkShape): string {
  const { boundary } = taskOf(experiment);
  return [
    `SYMBOLS = ${boundary.read ? 'BOUNDARY + 1' : 'len(VOCABULARY)'}`,
    `TARGETS = ${boundary.told ? 'END + 1' : 'len(TOLD)'}`,
    `HIDDEN = ${shape.hidden}`,
    ...(shape.architecture.stacks(shape).some(({ part }) => part === 'decoder') ? [`DECODER_HIDDEN = ${shape.decoderHidden}`] : []),
    ...(shape.embedding > 0 ? [`EMBEDDING = ${shape.embedding}`] : []),
    `DROPOUT = ${experiment.dropout}  # between layers, and before the head`,
    `WINDOW = ${experiment.window}  # symbols that it learned from at once`,
  ].join('\n');
}

function formed({ lineEnds, normalization }: Experiment): string {
  return [
    'def formed(text):',
    '    """A text in the form that the model reads."""',
    ...(lineEnds === 'lf' ? ['    text = text.replace("\\r\\n", "\\n").replace("\\r", "\\n")'] : []),
    normalization === 'nfc' ? '    return unicodedata.normalize("NFC", text)' : '    return text',
  ].join('\n');
}
