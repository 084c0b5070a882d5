/** The names that people give PyTorch's modules → those that `interchange.ts` knows, and what names and sizes say of the network. */
import type { NetworkShape } from '../model/networkShape';
import { CheckpointError } from './checkpointError';
import type { Tensor } from './tensor';

/** What `DataParallel`, `torch.compile` and Lightning put before every name. */
const WRAPPERS = /^(?:module\.|_orig_mod\.|model\.)+/;
const RECURRENT = /^(?:(.*)\.)?((?:weight|bias)_[ih]h_l\d+(?:_reverse)?)$/;
const HEADS = /^(?:.*\.)?(fc|decoder|linear|head|out|output)\.(weight|bias)$/;
const EMBEDDINGS = /^(?:.*\.)?(?:embedding|embeddings|embed|emb|encoder)\.weight$/;
/** Of these numbers of gates PyTorch has a cell. */
const CELLS: Readonly<Record<number, string>> = { 1: 'rnn', 3: 'gru-pytorch', 4: 'lstm' };

/** Whether the names are PyTorch's, `rnn.weight_ih_l0`, rather than ours, which have a layer before a parameter's name: `layers.0.weight_ih_l0`. */
export function isPyTorch(tensors: ReadonlyMap<string, Tensor>): boolean {
  return [...tensors.keys()].some((name) => /(^|\.)weight_ih_l\d+(_reverse)?$/.test(name) && !/(^|\.)layers\.\d+\.[^.]+$/.test(name));
}

/** Without what wraps the model. */
export function unwrapped(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  return renamed(tensors, (name) => name.replace(WRAPPERS, ''));
}

/** With the names that this network's modules have, where what people call them leaves no doubt. @throws CheckpointError */
export function asModules(tensors: ReadonlyMap<string, Tensor>, { architecture: { modules } }: NetworkShape): ReadonlyMap<string, Tensor> {
  const [module, ...others] = modules as [string, ...string[]];
  const names = [...tensors.keys()];
  const only = others.length === 0 && recurrentModules(names).length === 1;
  const heads = new Set(names.flatMap((name) => HEADS.exec(name)?.[1] ?? []));
  return renamed(tensors, (name) => {
    const [, , parameter] = RECURRENT.exec(name) ?? [];
    if (parameter !== undefined) return only ? `${module}.${parameter}` : name;
    const [, head, kind] = HEADS.exec(name) ?? [];
    if (head !== undefined && (head === 'head' || (heads.size === 1 && !heads.has('head')))) return `head.${kind}`;
    return only && EMBEDDINGS.test(name) ? 'embedding.weight' : name;
  });
}

/** What the sizes of the first recurrent module say. @param wanted the modules of the task's network */
export function pyTorchSettings(tensors: ReadonlyMap<string, Tensor>, wanted: readonly string[]) {
  const names = [...tensors.keys()];
  const modules = recurrentModules(names);
  const first = modules.includes('encoder') ? 'encoder' : (modules[0] ?? '');
  const of = (parameter: string, module = first) => tensors.get(module === '' ? parameter : `${module}.${parameter}`);
  const [rows = 0, hidden = 0] = of('weight_hh_l0')?.shape ?? [];
  const layers = names.filter((name) => RECURRENT.exec(name)?.[1] === (first || undefined) && /weight_ih_l\d+$/.test(name)).length;
  const embeddings = names.filter((name) => EMBEDDINGS.test(name) || /^encoder_embedding\.weight$/.test(name));
  const embedding = embeddings[0] === undefined ? 0 : tensors.get(embeddings[0])?.shape[1];
  const cell = CELLS[rows / hidden];
  if (cell === undefined || layers === 0) return {};
  const [, decoderHidden = hidden] = of('weight_hh_l0', 'decoder')?.shape ?? [];
  const bidirectional = names.some((name) => name.endsWith('_reverse')) ? 'concat' : 'no';
  return {
    cell,
    hidden,
    layers,
    embedding: embedding ?? 0,
    // The two stacks of a gap filler are modules of their own.
    ...(!wanted.includes('backwards') && { bidirectional }),
    ...(decoderHidden !== hidden && { decoderHidden }),
  } as const;
}

/** What stands before the names of recurrent parameters, each once; '' where nothing does. */
function recurrentModules(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => (RECURRENT.test(name) ? [RECURRENT.exec(name)?.[1] ?? ''] : [])))];
}

function renamed(tensors: ReadonlyMap<string, Tensor>, rename: (name: string) => string): ReadonlyMap<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    const now = rename(name);
    if (found.has(now)) throw new CheckpointError(`The weights have ${now} twice, once as ${name}. Leave one of them out.`);
    found.set(now, tensor);
  }
  return found;
}
