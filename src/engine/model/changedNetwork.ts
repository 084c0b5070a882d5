/** An encoder and a decoder in which something is changed while they read one text alone and write another. */
import type { Feed } from '../backend';
import type { GraphBuilder } from '../graph/graphBuilder';
import type { NetworkShape } from './networkShape';
import type { Given } from './runStack';

export interface ChangedNetwork {
  /** Its cells read `given`. */
  readonly shape: NetworkShape;
  /** As inputs of a graph. */
  given(builder: GraphBuilder): Given;
  /** What they read while the first so many symbols of the source are read, (steps, H) each. */
  encoder(steps: number): Feed;
  /** And at step t of what is written, (1, H) each. */
  decoder(t: number): Feed;
}
