/** The cells that ship with Unroll, in teaching order. Each is an ordinary .cell file that a user can open, copy and edit. */
import { cellTitle } from '../parser';
import gru from './gru.cell';
import gruPytorch from './gru-pytorch.cell';
import leakyRnn from './leaky-rnn.cell';
import lstm from './lstm.cell';
import lstmCoupled from './lstm-coupled.cell';
import lstmPeephole from './lstm-peephole.cell';
import mgu from './mgu.cell';
import mingru from './mingru.cell';
import rnn from './rnn.cell';
import rnnRelu from './rnn-relu.cell';
import slstm from './slstm.cell';
import sru from './sru.cell';
import ugrnn from './ugrnn.cell';

export interface BuiltinCell {
  readonly name: string;
  readonly title: string;
  readonly source: string;
}

export const builtinCells: readonly BuiltinCell[] = [
  { name: 'rnn', source: rnn },
  { name: 'rnn-relu', source: rnnRelu },
  { name: 'gru', source: gru },
  { name: 'gru-pytorch', source: gruPytorch },
  { name: 'lstm', source: lstm },
  { name: 'leaky-rnn', source: leakyRnn },
  { name: 'ugrnn', source: ugrnn },
  { name: 'mgu', source: mgu },
  { name: 'lstm-coupled', source: lstmCoupled },
  { name: 'lstm-peephole', source: lstmPeephole },
  { name: 'sru', source: sru },
  { name: 'mingru', source: mingru },
  { name: 'slstm', source: slstm },
].map(({ name, source }) => ({ name, title: cellTitle(source) ?? name, source }));
