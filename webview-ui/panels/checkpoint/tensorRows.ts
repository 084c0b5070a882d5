// The rows of the table of tensors: modules that hold others, as a tree; or, where it is filtered or sorted, a flat list.
import type { TensorStatistics } from '../../../src/engine/inspect/weights/tensorStatistics';
import type { ListedTensor } from '../../../src/protocol/weightsQueries';

export const COLUMNS = ['name', 'shape', 'dtype', 'count', 'mean', 'deviation', 'least', 'most', 'zeros', 'broken'] as const;
export type Column = (typeof COLUMNS)[number];

export interface ModuleRow {
  readonly kind: 'module';
  /** Names it: with all modules that it is in. */
  readonly path: string;
  /** What it adds to the name of the module that it is in. */
  readonly label: string;
  readonly depth: number;
  readonly open: boolean;
  readonly tensors: number;
  readonly count: number;
}

export interface TensorRow {
  readonly kind: 'tensor';
  readonly tensor: number;
  readonly label: string;
  readonly depth: number;
}

export type Row = ModuleRow | TensorRow;

export interface RowsWanted {
  readonly filter: string;
  readonly sort?: Column | undefined;
  readonly descending: boolean;
  /** Paths of modules that are not as they are by default. */
  readonly toggled: readonly string[];
}

export const countOf = ({ shape }: Pick<ListedTensor, 'shape'>): number => shape.reduce((size, length) => size * length, 1);

/** As people write it. */
export const shapeShown = ({ shape }: Pick<ListedTensor, 'shape'>): string => (shape.length === 0 ? 'scalar' : shape.join(' × '));

/** @param statistics is called where rows are sorted by them alone */
export function rowsOf(
  tensors: readonly ListedTensor[],
  statistics: () => ReadonlyMap<number, TensorStatistics>,
  { filter, sort, descending, toggled }: RowsWanted,
): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0 && sort === undefined) return treeOf(tensors, new Set(toggled));
  const found = [...tensors.keys()].filter((tensor) => {
    const { name, dtype } = tensors[tensor] as ListedTensor;
    const text = `${name} ${dtype}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (sort !== undefined) {
    const key = keyOf(sort, tensors, statistics);
    const keys = new Map(found.map((tensor) => [tensor, key(tensor)]));
    found.sort((a, b) => compare(keys.get(a), keys.get(b), descending) || a - b);
  }
  return found.map((tensor) => ({ kind: 'tensor', tensor, label: (tensors[tensor] as ListedTensor).name, depth: 0 }));
}

/** What is not known comes last, either way. */
function compare(a: string | number | undefined, b: string | number | undefined, descending: boolean): number {
  const [noA, noB] = [a === undefined || Number.isNaN(a), b === undefined || Number.isNaN(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  const order = typeof a === 'string' ? IN_ORDER.compare(a, String(b)) : (a as number) - (b as number);
  return descending ? -order : order;
}

/** layers.2 before layers.10 */
const IN_ORDER = new Intl.Collator('en', { numeric: true });

function keyOf(
  column: Column,
  tensors: readonly ListedTensor[],
  statistics: () => ReadonlyMap<number, TensorStatistics>,
): (tensor: number) => string | number | undefined {
  switch (column) {
    case 'name':
      return (tensor) => tensors[tensor]?.name;
    case 'dtype':
      return (tensor) => tensors[tensor]?.dtype;
    case 'shape':
      return (tensor) => tensors[tensor]?.shape.join(' ');
    case 'count':
      return (tensor) => countOf(tensors[tensor] as ListedTensor);
    default: {
      const all = statistics();
      return (tensor) => {
        const known = all.get(tensor);
        if (!known) return undefined;
        if (column === 'zeros') return known.zeros / known.count;
        return column === 'broken' ? known.nan + known.infinite : known[column];
      };
    }
  }
}

interface Module {
  readonly path: string;
  readonly modules: Map<string, Module>;
  /** In the order of the file, modules and tensors mixed. */
  readonly order: (string | TensorRow)[];
  tensors: number;
  count: number;
}

const moduleAt = (path: string): Module => ({ path, modules: new Map(), order: [], tensors: 0, count: 0 });
const roots = new WeakMap<readonly ListedTensor[], Module>();

function treeOf(tensors: readonly ListedTensor[], toggled: ReadonlySet<string>): readonly Row[] {
  const root = roots.get(tensors) ?? rootOf(tensors);
  roots.set(tensors, root);
  const rows: Row[] = [];
  collect(root, 0, toggled, rows);
  return rows;
}

/** More modules in one another are one name. */
const DEEPEST = 12;

function rootOf(tensors: readonly ListedTensor[]): Module {
  const root = moduleAt('');
  for (const [tensor, listed] of tensors.entries()) {
    const parts = listed.name.split(/(?<=[./])/u);
    const label = parts.splice(Math.min(parts.length - 1, DEEPEST)).join('');
    const count = countOf(listed);
    let here = root;
    for (const part of parts) {
      let next = here.modules.get(part);
      if (!next) {
        next = moduleAt(here.path + part);
        here.modules.set(part, next);
        here.order.push(part);
      }
      next.tensors++;
      next.count += count;
      here = next;
    }
    here.order.push({ kind: 'tensor', tensor, label, depth: 0 });
  }
  return root;
}

/** A module of so many tensors is open; what resuming alone needs is not. */
const OPEN = 40;
const isOpen = ({ path, tensors }: Module, depth: number): boolean =>
  !path.startsWith('optimizer/') && !path.startsWith('carry.') && (depth === 0 || tensors <= OPEN);

function collect(module: Module, depth: number, toggled: ReadonlySet<string>, rows: Row[]): void {
  for (const entry of module.order) {
    if (typeof entry !== 'string') {
      rows.push({ ...entry, depth });
      continue;
    }
    let inner = module.modules.get(entry) as Module;
    let label = entry;
    // A module with nothing but another in it is told in one row with it.
    for (let only = onlyIn(inner); only; only = onlyIn(inner)) {
      label += only[0];
      inner = only[1];
    }
    const open = isOpen(inner, depth) !== toggled.has(inner.path);
    rows.push({ kind: 'module', path: inner.path, label, depth, open, tensors: inner.tensors, count: inner.count });
    if (open) collect(inner, depth + 1, toggled, rows);
  }
}

function onlyIn({ order, modules }: Module): readonly [string, Module] | undefined {
  const [entry] = order;
  const only = order.length === 1 && typeof entry === 'string' ? modules.get(entry) : undefined;
  return only && [entry as string, only];
}
