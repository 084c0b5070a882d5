/** Matrix products over packed panels of b: a few columns wide, one under another, the last padded with zeros. */
import type { FunctionBuilder, Local } from '../assembler/functionBuilder';
import { type Code, v128 } from '../assembler/instructions';
import { type Addend, cutRows, emitTile } from './gemmTile';
import { FLOAT, type Kernel, LANES } from './kernel';
import { loadLanes, storeLanes } from './lanes';

export interface GemmShape {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/** Columns of a panel: a tile of six rows then fills the registers, of 128 bits or (wide) of 256. */
export const panelWidth = (wide: boolean) => (wide ? 16 : 8);

/** Where a is read from: a matrix with a row stride, or the tiles that `packTilesKernel` made. */
export type LeftSide = { readonly packed: true } | { readonly packed: false; readonly stride: number };

/** b (inner, columns) in panels so wide. */
export interface Panels {
  readonly inner: number;
  readonly columns: number;
  readonly width: number;
}

/** How many floats they take. */
export function packedPanels({ inner, columns, width }: Panels): number {
  return inner * Math.ceil(columns / width) * width;
}

/** Takes a, packed b, addend, out. */
export function gemmKernel({ rows, columns, inner }: GemmShape, left: LeftSide, addend: Addend, outStride: number, panel: number): Kernel {
  return {
    key: `gemm ${JSON.stringify([rows, columns, inner, left, addend, outStride, panel])}`,
    name: `gemm ${rows}x${inner}x${columns}${left.packed ? ' of tiles' : ''}`,
    parameters: 4,
    cost: (rows * columns * inner) / LANES,
    write: (f) => {
      const add = f.parameter(2);
      const out = f.parameter(3);
      const b = f.parameter(1);
      const through = (width: number) => {
        const at = { a: f.pointer(f.parameter(0).get), b, add: f.pointer(add.get), out: f.pointer(out.get) };
        for (const { height, count } of cutRows(rows)) {
          f.repeat(count, () => {
            const strides = left.packed ? { aRowStride: 1, aInnerStride: height } : { aRowStride: left.stride, aInnerStride: 1 };
            emitTile(f, { rows: height, columns: width, inner, ...strides, bStride: panel, bPadded: true, addend, outStride }, at);
            f.advance(at.a, height * (left.packed ? inner : left.stride) * FLOAT);
            if (addend.kind === 'matrix') f.advance(at.add, height * addend.stride * FLOAT);
            f.advance(at.out, height * outStride * FLOAT);
          });
        }
      };
      f.repeat(Math.floor(columns / panel), () => {
        through(panel);
        f.advance(b, inner * panel * FLOAT);
        if (addend.kind !== 'none') f.advance(add, panel * FLOAT);
        f.advance(out, panel * FLOAT);
      });
      if (columns % panel > 0) through(columns % panel);
    },
  };
}

/** Takes b (inner, columns) with a row stride, or its transpose, and where its panels go. */
export function packPanelsKernel({ inner, columns, width }: Panels, stride: number, transposed: boolean): Kernel {
  const [columnStep, innerStep] = transposed ? [stride, 1] : [1, stride];
  return {
    key: `pack panels ${[inner, columns, stride, transposed, width]}`,
    name: `pack ${inner}x${columns}${transposed ? ' transposed' : ''}`,
    parameters: 2,
    cost: inner * columns,
    write: (f) => {
      const [from, to] = [f.parameter(0), f.parameter(1)];
      const pack = (count: number) => {
        const [source, target] = [f.pointer(from.get), f.pointer(to.get)];
        f.repeat(inner, () => {
          for (let column = 0; column < Math.ceil(count / width) * width; column += LANES) {
            const value = gatherLanes(f, source, Math.min(LANES, count - column), column, columnStep);
            f.emit(v128.store(target.get, value, (Math.floor(column / width) * inner * width + (column % width)) * FLOAT));
          }
          f.advance(source, innerStep * FLOAT);
          f.advance(target, width * FLOAT);
        });
      };
      const together = transposed ? 1 : Math.max(1, Math.floor(TOGETHER / width));
      const whole = Math.floor(columns / width);
      for (const [times, count] of [
        [Math.floor(whole / together), together * width],
        [whole % together, width],
      ] as const) {
        f.repeat(times, () => {
          pack(count);
          f.advance(from, count * columnStep * FLOAT);
          f.advance(to, count * inner * FLOAT);
        });
      }
      if (columns % width > 0) pack(columns % width);
    },
  };
}

/** Columns that are packed at once, so that whole cache lines are read. */
const TOGETHER = 32;

/** Takes a (rows, inner), or its transpose, with a row stride, and where its tiles go: for each tile, for each k, its rows. */
export function packTilesKernel(rows: number, inner: number, stride: number, transposed: boolean): Kernel {
  const [rowStep, innerStep] = transposed ? [1, stride] : [stride, 1];
  return {
    key: `pack tiles ${rows} ${inner} ${stride} ${transposed}`,
    name: `pack tiles ${rows}x${inner}${transposed ? ' transposed' : ''}`,
    parameters: 2,
    cost: inner * rows,
    write: (f) => {
      const [from, target] = [f.parameter(0), f.parameter(1)];
      for (const { height, count } of cutRows(rows)) {
        f.repeat(count, () => {
          const source = f.pointer(from.get);
          f.repeat(inner, () => {
            for (let row = 0; row < height; row += LANES) {
              const lanes = Math.min(LANES, height - row);
              f.emit(storeLanes(target.get, gatherLanes(f, source, lanes, row, rowStep), lanes, row * FLOAT));
            }
            f.advance(source, innerStep * FLOAT);
            f.advance(target, height * FLOAT);
          });
          f.advance(from, height * rowStep * FLOAT);
        });
      }
    },
  };
}

/** Up to four floats that lie `step` apart, from element `first` on; zeros where there are none. */
function gatherLanes(f: FunctionBuilder, source: Local, lanes: number, first: number, step: number): Code {
  if (step === 1 && lanes > 0) return loadLanes(f, source.get, lanes, first * FLOAT);
  let value: Code = f.splat(0);
  for (let lane = 0; lane < lanes; lane++) value = v128.loadLane32(source.get, value, lane, (first + lane) * step * FLOAT);
  return value;
}
