/**
 * What an experiment is: one flat JSON document, complete and re-runnable. It is validated here and nowhere else;
 * its JSON schema gives VS Code completion. The CLI's flags and the quick picks set the same names.
 */
import { z } from 'zod';
import { DEVICE_NAMES } from './backend';
import { TASKS, type Task, taskWords, USUAL_TASK } from './tasks/words';
import { ENCODINGS } from './text/encodings';
import { LINE_ENDS, NORMALIZATIONS } from './text/form';
import { UNITS } from './text/units';

const positive = z.number().int().min(1);
const column = z.union([positive.max(999), z.string().min(1).max(200)]);

export type { Task };

/** What a tag task restores in running text. */
export const RULES = ['case', 'accents', 'punctuation'] as const;
export type Rule = (typeof RULES)[number];

/** How the outputs of two directions become one, where layers read both ways. */
export const BOTH_WAYS = ['no', 'concat', 'sum'] as const;
export const ATTENTIONS = ['none', 'dot', 'additive'] as const;
export const OPTIMIZERS = ['adam', 'sgd', 'rmsprop', 'adagrad'] as const;
export const SCHEDULES = ['constant', 'cosine', 'step'] as const;

export const experimentSchema = z.strictObject({
  version: z.literal(1).default(1),
  task: z
    .enum(TASKS)
    .default(USUAL_TASK)
    .describe(`What is learned. ${TASKS.map((task) => `${task}: ${taskWords({ task }).tells}`).join('; ')}.`),
  files: z
    .array(z.string())
    .default([])
    .describe(
      'The training texts, in order. In a file *.unroll.json, paths are relative to that file; in a run, to the workspace folder where possible.',
    ),
  encoding: z
    .enum(['auto', ...ENCODINGS])
    .default('auto')
    .describe(
      'How the bytes of the files are characters. auto: UTF-8 or UTF-16, which can be told from the bytes; what is neither is asked for, with what it would say. A name, such as windows-1252, is for files that are not UTF-8.',
    ),
  lineEnds: z
    .enum(LINE_ENDS)
    .default('lf')
    .describe(
      'Line ends of the text, and of all that the model is asked. lf: those of Windows (CRLF), and CR alone, are read as one line feed; keep: as they are, so CR is a character like others.',
    ),
  normalization: z
    .enum(NORMALIZATIONS)
    .default('nfc')
    .describe(
      'Letters with marks in the text, and in all that the model is asked. nfc: one character wherever Unicode has one, so é is the same however it was written; keep: as they are.',
    ),
  units: z
    .enum(UNITS)
    .default('characters')
    .describe(
      'For language-model, classify and translate: what texts are read and written in. characters: code points; words: words and marks, each with the one space before it, and other white space.',
    ),
  vocabulary: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe(
      'For language-model, classify and translate: how many different units are kept, the most frequent ones. All others are read as one symbol for what is unknown, which is never written. 0 keeps all; where it is not said, 10,000 words or all characters are kept.',
    ),
  keepVocabulary: z
    .boolean()
    .default(false)
    .describe(
      'For training that starts from weights: symbols and labels of theirs that are not in what is learned now are kept, and can still be read and written. Else they are dropped.',
    ),
  init: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Weights that training starts from: a checkpoint of a run, or tensors with the names of PyTorch. Cell and sizes are theirs where they are not said. By default it starts from chance.',
    ),
  initVocabulary: z
    .string()
    .min(1)
    .optional()
    .describe('A JSON file that says what the rows of those weights stand for. A checkpoint says it itself.'),
  inputColumn: column
    .default(1)
    .describe(
      'For tasks on rows: the column of the input, by its name, its number from 1 on, or its path in JSON (meta.text). Not said: what fits.',
    ),
  targetColumn: column
    .default(2)
    .describe('For tasks on rows: the column of the label, the tags or the translation, by its name, number or path. Not said: what fits.'),
  header: z.boolean().default(false).describe('For tasks on rows: the first row of the file names its columns.'),
  rule: z
    .enum(RULES)
    .optional()
    .describe('For tag on running text: what is taken away from the text, and learned to be restored: case, accents or punctuation.'),
  cell: z
    .string()
    .default('gru')
    .describe(
      'The recurrent cell: a built-in one by its name, such as rnn, gru or lstm, or your own by the path of its .cell file; or one for each layer from the lowest up, with commas between: gru, lstm.',
    ),
  cellSource: z
    .string()
    .default('')
    .describe('The equations of the cell as they were when training began. Empty: those of the built-in cell of that name.'),
  hidden: positive.max(8192).default(128).describe('H: units of the hidden state in each layer. More remember more, and train slower.'),
  layers: positive.max(16).default(1).describe('L: recurrent layers, one on another: the output of one is the input of the next.'),
  bidirectional: z
    .enum(BOTH_WAYS)
    .default('no')
    .describe('Whether layers also read backwards (tag, classify, the encoder of translate), and how both outputs become one.'),
  residual: z.boolean().default(false).describe("Whether a layer's input is added to its output, where both have the same size."),
  attention: z
    .enum(ATTENTIONS)
    .default('none')
    .describe('For translate: how the decoder looks back at the source. dot: Luong et al. 2015; additive: Bahdanau et al. 2015.'),
  decoderHidden: positive
    .max(8192)
    .optional()
    .describe("For translate: units of the decoder's layers; by default as many as the encoder's."),
  teacherForcing: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('For translate: probability with which the decoder is fed the right symbol in training, and not its own guess.'),
  sideHeads: z
    .boolean()
    .default(false)
    .describe(
      'For infill: whether each direction alone also learns to tell the character, so that fillings are ranked by their joint probability.',
    ),
  embedding: z
    .number()
    .int()
    .min(0)
    .max(4096)
    .default(0)
    .describe('Size of a learned vector for each character or word; 0 feeds one-hot vectors. Not said: 0 for characters, 128 for words.'),
  dropout: z
    .number()
    .min(0)
    .max(0.95)
    .default(0)
    .describe(
      'Probability with which a number that a layer hands on, to the next or to the head, is zeroed in training, so that a small text is not learned by heart.',
    ),
  inputDropout: z
    .number()
    .min(0)
    .max(0.95)
    .default(0)
    .describe('Probability with which a character is read, in training, as one that the model does not know (word dropout).'),
  batch: positive
    .max(4096)
    .default(32)
    .describe('B: streams of text, or rows, that are trained on side by side. An update sees B·T characters.'),
  window: positive
    .max(4096)
    .default(64)
    .describe(
      'T: characters that the gradient flows back through (truncated backpropagation through time). The state itself is carried on from window to window.',
    ),
  validation: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.05)
    .describe('Fraction of the text, at its end, or of the rows that is held out: never trained on, and what the model is judged by.'),
  initializer: z
    .string()
    .regex(/^(uniform|(uniform|normal):\d*\.?\d+(e-?\d+)?)$/i, 'write uniform (that is U(−1/√H, 1/√H)), uniform:0.08 or normal:0.01.')
    .default('uniform')
    .describe(
      'How the weights begin: uniform is U(−1/√H, 1/√H) as in PyTorch, uniform:0.08 and normal:0.01 (the lecture) are of that width.',
    ),
  optimizer: z.enum(OPTIMIZERS).default('adam').describe('How a gradient becomes a step of the weights.'),
  learningRate: z
    .number()
    .positive()
    .max(100)
    .default(0.004)
    .describe('Learning rate η at its highest. Lower it when the loss jumps about or is no longer a number.'),
  momentum: z.number().min(0).max(0.999).default(0).describe('How much of its last step sgd or rmsprop takes again.'),
  schedule: z
    .enum(SCHEDULES)
    .default('cosine')
    .describe(
      'How the learning rate falls from the first update to the last. constant: not at all; cosine: along a half cosine to a hundredth; step: by half at each quarter.',
    ),
  clip: z
    .number()
    .min(0)
    .default(5)
    .describe('Largest norm of the gradient over all weights: a longer one is shortened to it; 0 does not clip.'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(0xffffffff)
    .default(1)
    .describe('Decides everything that is random: with the same text, settings and number of updates, the same seed gives the same run.'),
  device: z
    .enum(['auto', ...DEVICE_NAMES])
    .default('auto')
    .describe(
      'What trains. auto: measure a few updates of this model on each device that is here, and take the fastest; wasm: the CPU, in SIMD WebAssembly; webgpu: the GPU, through WebGPU; webasm: the CPU, through gpu.js and WebAssembly; cpu: the CPU, through gpu.js and JavaScript; reference: the CPU in 64-bit floats, slow, and the definition of right.',
    ),
  updates: positive.optional().describe('Training ends after so many updates.'),
  epochs: z.number().positive().optional().describe('Training ends after so many passes over the text.'),
  minutes: z
    .number()
    .positive()
    .optional()
    .describe(
      'Training takes about so many minutes: the speed is measured first, and the number of updates fixed from it, so that the run can be repeated. A machine that turns slower ends it when the time is over, with a validation and a checkpoint to go on from.',
    ),
  patience: positive
    .optional()
    .describe('Training ends when so many validations in a row brought no better accuracy (classify, tag) or loss.'),
  checkpointEvery: positive.default(500).describe('Updates from one checkpoint to the next.'),
  keepCheckpoints: positive
    .max(100)
    .optional()
    .describe(
      'Checkpoints that are kept of the way, to look back at how the model came to be: so many, spread from a hundredth of the updates to the last, each later than the one before by the same factor. By default none but the best and the last.',
    ),
  validateEvery: positive
    .optional()
    .describe('Updates from one validation to the next; by default so many that validating takes a twentieth of the time.'),
});

/** A complete experiment, every default filled in. */
export type Experiment = z.infer<typeof experimentSchema>;
/** What a person has to say: everything else has a default. */
export type ExperimentOptions = z.input<typeof experimentSchema>;

/** The experiment's settings are wrong; the message names the field and what it may be. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}
