/** The devices that a run uses: one that trains many streams at once, and one that reads one text at a time. */

import type { Backend, DeviceName } from '../../../engine/backend';
import type { Material } from '../../../engine/data/material';
import { measureSpeed } from '../../../engine/experiment';
import type { Experiment } from '../../../engine/experimentSchema';
import type { Started } from '../../../engine/trainingEvent';
import { openBackend, openFastest } from '../../open';
import { yieldingBackend } from './yieldingBackend';

/** Generating, tracing and scoring are batch-1 work, and run where that is fastest, whatever trained the model. */
const BATCH_ONE_DEVICE: DeviceName = 'wasm';

export const seconds = () => performance.now() / 1000;

export async function openForReading(): Promise<Backend> {
  return yieldingBackend(await openBackend(BATCH_ONE_DEVICE));
}

export interface TrainingDevices {
  readonly backend: Backend;
  readonly inference: Backend;
  readonly candidates?: Started['candidates'];
}

/** The device that the experiment names; `auto` is the one on which this very experiment trains fastest. @throws BackendUnavailableError */
export async function openForTraining(experiment: Experiment, material: Material): Promise<TrainingDevices> {
  const inference = await openForReading();
  if (experiment.device !== 'auto') return { inference, backend: yieldingBackend(await openBackend(experiment.device)) };
  const { backend, candidates } = await openFastest((candidate) => measureSpeed(experiment, material, yieldingBackend(candidate), seconds));
  return { inference, backend: yieldingBackend(backend), candidates };
}
