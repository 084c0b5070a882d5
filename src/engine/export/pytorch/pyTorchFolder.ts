/** A model as a folder for PyTorch: its weights, a program that is the network, one that trains it further, and how to use them. */
import { type Checkpoint, descriptionOf } from '../../checkpoint/checkpoint';
import { encodeSafetensors } from '../../checkpoint/safetensors';
import { savedNetwork } from '../../model/model';
import { EXPORTED } from './exportedWeights';
import { writeModel } from './modelFile';
import { toModules } from './moduleTensors';
import { writeReadme } from './readme';
import { writeTraining } from './trainFile';
import { vocabularyJson } from './vocabularyJson';

/** Files by name. @throws CheckpointError if the cell or the weights are not what the experiment says */
export function pyTorchFolder(checkpoint: Checkpoint): ReadonlyMap<string, string | Uint8Array> {
  const { experiment, tensors } = checkpoint;
  const shape = savedNetwork(checkpoint);
  const { program, writing } = writeModel(experiment, shape);
  const metadata = { format: 'pt', [EXPORTED]: '1', ...descriptionOf(checkpoint) };
  return new Map<string, string | Uint8Array>([
    ['README.md', writeReadme(experiment)],
    ['model.py', program],
    ['train.py', writeTraining(experiment, writing)],
    ['vocab.json', vocabularyJson(experiment, checkpoint)],
    ['model.safetensors', encodeSafetensors(toModules(tensors, shape), metadata)],
  ]);
}
