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

/** How many floats the packed form of b (inner, columns) takes. */
export function packedPanels(inner: number, columns: number, panel: number): number {
  return inner * Math.ceil(columns / panel) * panel;
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
export function packPanelsKernel(inner: number, columns: number, stride: number, transposed: boolean, panel: number): Kernel {
  return {
    key: `pack panels ${[inner, columns, stride, transposed, panel]}`,
    name: `pack ${inner}x${columns}${transposed ? ' transposed' : ''}`,
    parameters: 2,
    cost: inner * columns,
    write: (f) => {
      const from = f.parameter(0);
      const to = f.parameter(1);
      const panels = (count: number, width: number) =>
        transposed ? packColumns(f, from, to, inner, width, stride, panel) : packRows(f, from, to, inner, count, width, stride, panel);
      const together = transposed ? 1 : Math.max(1, Math.floor(TOGETHER / panel));
      const whole = Math.floor(columns / panel);
      const advance = (count: number) => {
        f.advance(from, count * panel * FLOAT * (transposed ? stride : 1));
        f.advance(to, count * inner * panel * FLOAT);
      };
      f.repeat(Math.floor(whole / together), () => {
        panels(together, panel);
        advance(together);
      });
      f.repeat(whole % together, () => {
        panels(1, panel);
        advance(1);
      });
      if (columns % panel > 0) panels(1, columns % panel);
    },
  };
}

/** Columns that are packed at once, so that whole cache lines are read. */
const TOGETHER = 32;

function packRows(
  f: FunctionBuilder,
  from: Local,
  to: Local,
  inner: number,
  panels: number,
  width: number,
  stride: number,
  panelColumns: number,
): void {
  const source = f.pointer(from.get);
  const target = f.pointer(to.get);
  f.repeat(inner, () => {
    for (let panel = 0; panel < panels; panel++) {
      for (let column = 0; column < panelColumns; column += LANES) {
        const offset = (panel * panelColumns + column) * FLOAT;
        const lanes = Math.min(LANES, width - column);
        const value = lanes > 0 ? loadLanes(f, source.get, lanes, offset) : f.splat(0);
        f.emit(v128.store(target.get, value, panel * inner * panelColumns * FLOAT + column * FLOAT));
      }
    }
    f.advance(source, stride * FLOAT);
    f.advance(target, panelColumns * FLOAT);
  });
}

/** One panel whose columns are rows of the source. */
function packColumns(f: FunctionBuilder, from: Local, to: Local, inner: number, width: number, stride: number, panel: number): void {
  const source = f.pointer(from.get);
  const target = f.pointer(to.get);
  f.repeat(inner, () => {
    for (let column = 0; column < panel; column += LANES) {
      f.emit(v128.store(target.get, gatherLanes(f, source, Math.min(LANES, width - column), column, stride), column * FLOAT));
    }
    f.advance(source, FLOAT);
    f.advance(target, panel * FLOAT);
  });
}

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

/** Up to four floats that lie `step` apart, from element `first` on. */
function gatherLanes(f: FunctionBuilder, source: Local, lanes: number, first: number, step: number): Code {
  if (step === 1) return loadLanes(f, source.get, lanes, first * FLOAT);
  let value: Code = f.splat(0);
  for (let lane = 0; lane < lanes; lane++) value = v128.loadLane32(source.get, value, lane, (first + lane) * step * FLOAT);
  return value;
}
