/** Operations that move whole rows: copies, gather, and its gradient scatterAdd. Strides are in floats. */
import type { FunctionBuilder, Local } from '../assembler/functionBuilder';
import { type Code, F32, f32, f32x4, I32, i32 } from '../assembler/instructions';
import { FLOAT, type Kernel, LANES } from './kernel';
import { cut, loadLanes, storeLanes } from './lanes';

/** Where a wrong index and the number of rows that it should be below are left. */
export const FAULT = { index: 0, rows: 4 };

/** Takes from, to. */
export function copyKernel(rows: number, columns: number, fromStride: number, toStride: number): Kernel {
  if (rows > 1 && fromStride === columns && toStride === columns) return copyKernel(1, rows * columns, 0, 0);
  return {
    key: `copy ${rows} ${columns} ${fromStride} ${toStride}`,
    name: `copy ${rows}x${columns}`,
    parameters: 2,
    cost: (rows * columns) / LANES,
    write: (f) =>
      f.repeat(rows, () => {
        alongRow(f, columns, [f.parameter(0), f.parameter(1)], ([from, to], lanes) => {
          f.emit(storeLanes(to.get, loadLanes(f, from.get, lanes), lanes));
        });
        f.advance(f.parameter(0), fromStride * FLOAT);
        f.advance(f.parameter(1), toStride * FLOAT);
      }),
  };
}

/** Takes to. */
export function zeroKernel(rows: number, columns: number, stride: number): Kernel {
  return {
    key: `zero ${rows} ${columns} ${stride}`,
    name: `zero ${rows}x${columns}`,
    parameters: 1,
    cost: (rows * columns) / LANES,
    write: (f) =>
      f.repeat(rows, () => {
        alongRow(f, columns, [f.parameter(0)], ([to], lanes) => f.emit(storeLanes(to.get, f.splat(0), lanes)));
        f.advance(f.parameter(0), stride * FLOAT);
      }),
  };
}

export interface RowMove {
  /** How many rows are moved. */
  readonly count: number;
  readonly columns: number;
  readonly indexStride: number;
  /** Of the table, or of the gradient that is added to. */
  readonly tableRows: number;
  readonly tableStride: number;
  /** Of the moved rows. */
  readonly rowStride: number;
}

/** Takes table, indices, out. */
export function gatherKernel(move: RowMove): Kernel {
  return moveKernel('gather', move, (f, table, row, lanes) => f.emit(storeLanes(row, loadLanes(f, table, lanes), lanes)));
}

/** Takes the gradient, indices, rows; adds. */
export function scatterAddKernel(move: RowMove): Kernel {
  return moveKernel('scatterAdd', move, (f, table, row, lanes) => {
    f.emit(storeLanes(table, f32x4.add(loadLanes(f, table, lanes), loadLanes(f, row, lanes)), lanes));
  });
}

function moveKernel(
  name: 'gather' | 'scatterAdd',
  move: RowMove,
  each: (f: FunctionBuilder, table: Code, row: Code, lanes: number) => void,
): Kernel {
  const { count, columns, indexStride, tableRows, tableStride, rowStride } = move;
  return {
    key: `${name} ${JSON.stringify(move)}`,
    name: `${name} ${count}x${columns}`,
    parameters: 3,
    cost: (count * columns) / LANES,
    write: (f) => {
      const [table, indices, rows] = [f.parameter(0), f.parameter(1), f.parameter(2)];
      f.repeat(count, () => {
        const start = f.pointer(i32.add(table.get, i32.multiply(loadIndex(f, indices.get, tableRows), i32.constant(tableStride * FLOAT))));
        alongRow(f, columns, [start, rows], ([from, to], lanes) => each(f, from.get, to.get, lanes));
        f.advance(indices, indexStride * FLOAT);
        f.advance(rows, rowStride * FLOAT);
      });
    },
  };
}

/** The integer at an address. One that no row has is reported, and row 0 stands in: threads must not stop alone. */
export function loadIndex(f: FunctionBuilder, address: Code, rows: number): Code {
  const number = f.let(f32.load(address), F32);
  const index = f.local(I32);
  f.emit(index.set(i32.truncateSaturatedUnsigned(number)));
  f.when(i32.or(i32.atLeastUnsigned(index.get, i32.constant(rows)), f32.notEqual(f32.fromUnsigned(index.get), number)), () => {
    f.emit(
      f32.store(i32.constant(FAULT.index), number),
      i32.store(i32.constant(FAULT.rows), i32.constant(rows)),
      index.set(i32.constant(0)),
    );
  });
  return index.get;
}

/** Walks along rows that lie at the pointers, a vector at a time. */
export function alongRow<Pointers extends readonly Local[]>(
  f: FunctionBuilder,
  columns: number,
  pointers: readonly [...Pointers],
  body: (pointers: Pointers, lanes: number) => void,
): void {
  const walking = pointers.map((pointer) => f.pointer(pointer.get)) as unknown as Pointers;
  const { whole, rest } = cut(columns);
  f.repeat(whole, () => {
    body(walking, LANES);
    for (const pointer of walking) f.advance(pointer, LANES * FLOAT);
  });
  if (rest > 0) body(walking, rest);
}
