/**
 * Any cell, made so that each of its activations can be changed at each step: a ← scale · a + shift + hold · a(t − 1), and each
 * state as the step finds it: s ← scale · s + shift. All that reads an activation later reads what it was changed to.
 */
import { type Activation, type CellProgram, ownStates, type PointwiseStage } from '../../cell/cellProgram';
import { compileCell } from '../../cell/compileCell';
import { PointwiseBuilder } from '../../graph/pointwise';

export const CHANGES = ['scale', 'shift', 'hold'] as const;
export type Change = (typeof CHANGES)[number];

/** The key of what is read at every step, (B, H), to change what has a key. */
export const changeKey = (change: Change, key: string) => `${change}:${key}`;

/** Of a cell that was made changeable. */
export function changeKeys(cell: CellProgram): string[] {
  const { activations } = cell;
  const before = ownStates(cell).flatMap((state) => entering(state).inputs.slice(1));
  return [...before, ...activations.flatMap(({ key }) => CHANGES.map((change) => changeKey(change, key)))];
}

/** The state by which an activation reaches the next step: itself, or one that is there for no other reason. */
export function keptIn({ name, state }: Pick<Activation, 'name' | 'state'>): string {
  return state ? name.replace(/'$/, '') : `${HELD}${name}`;
}

/** No name of a cell has a space. */
const HELD = 'held ';

/** The same cell, so that an equation sees what another one's value was changed to only where it names it. */
export const equationsApart = ({ source, name }: CellProgram): CellProgram => compileCell(source, name, { apart: true });

/** With scale 1, shift 0 and hold 0 it computes what the cell computes. @param cell whose equations are apart */
export function changeableCell(cell: CellProgram): CellProgram {
  const stages = cell.stages.map((stage) => {
    const activation = cell.activations.find(({ key }) => stage.kind === 'pointwise' && stage.outputs[0] === key);
    return activation && stage.kind === 'pointwise' ? changed(stage, activation) : stage;
  });
  const held = cell.activations.filter(({ state }) => !state).map(keptIn);
  return { ...cell, states: [...cell.states, ...held], held, stages: [...cell.states.map(entering), ...stages] };
}

function entering(state: string): PointwiseStage {
  const key = `previous:${state}`;
  const build = new PointwiseBuilder(3);
  const program = build.build([build.add(build.multiply(build.input(0), build.input(1)), build.input(2))]);
  return { kind: 'pointwise', program, inputs: [key, changeKey('scale', key), changeKey('shift', key)], outputs: [key] };
}

function changed({ program, inputs }: PointwiseStage, activation: Activation): PointwiseStage {
  const { key, state } = activation;
  const before = `previous:${keptIn(activation)}`;
  const keys = [...new Set([...inputs, ...CHANGES.map((change) => changeKey(change, key)), before])];
  const build = new PointwiseBuilder(keys.length);
  const input = (name: string) => build.input(keys.indexOf(name));
  const registers = build.inline(program, inputs.map(input));
  const [scale, shift, hold] = CHANGES.map((change) => input(changeKey(change, key))) as [number, number, number];
  const scaled = build.add(build.multiply(scale, registers[program.outputs[0] as number] as number), shift);
  const value = build.add(scaled, build.multiply(hold, input(before)));
  const outputs = state ? [key] : [key, `activation:${keptIn(activation)}'`];
  return { kind: 'pointwise', program: build.build(outputs.map(() => value)), inputs: keys, outputs };
}
