/**
 * A trained model as ONNX: a file for each of the networks that run one after the other, `model` or `encoder` and `decoder`. In
 * its metadata, as JSON, stands all that turns a text into numbers and back, so that the file alone suffices.
 */
import type { Checkpoint } from '../../checkpoint/checkpoint';
import { savedNetwork } from '../../model/model';
import { taskOf } from '../../tasks/tasks';
import { taskWords } from '../../tasks/words';
import { settingsElsewhere } from '../settingsElsewhere';
import { onnxFile } from './onnxFile';
import { onnxSource } from './onnxSource';

/** @param version Unroll's. @returns bytes by the name of the network. @throws ExportError, CheckpointError */
export function exportOnnx(checkpoint: Checkpoint, version: string): ReadonlyMap<string, Uint8Array> {
  const { experiment, tensors } = checkpoint;
  const graphs = taskOf(experiment).onnx(onnxSource(savedNetwork(checkpoint), tensors));
  const facts = { producerVersion: version, about: aboutModel(checkpoint), metadata: metadataOf(checkpoint, version) };
  return new Map(graphs.map((graph) => [graph.name, onnxFile(graph, facts)]));
}

function aboutModel({ experiment, update }: Checkpoint): string {
  const { model, tells, units } = taskWords(experiment);
  const layers = experiment.layers === 1 ? 'one layer' : `${experiment.layers} layers`;
  return `A ${model} that Unroll trained in ${update.toLocaleString('en')} updates: ${tells}, read in ${units.many}. ${layers} of ${experiment.hidden} units of the cell ${experiment.cell}, whose equations are in the metadata, unroll.cell.`;
}

/** Under the keys of a checkpoint, but all of it JSON, and the version Unroll's own. */
function metadataOf(
  { experiment, cellSource, vocabulary, targets, labels, update, epoch }: Checkpoint,
  version: string,
): Record<string, string> {
  const { cellSource: _cell, ...settings } = settingsElsewhere(experiment);
  const { read, told } = taskOf(experiment).boundary;
  return {
    'unroll.version': JSON.stringify(version),
    'unroll.task': JSON.stringify(experiment.task),
    'unroll.units': JSON.stringify(experiment.units),
    'unroll.vocabulary': JSON.stringify(vocabulary),
    'unroll.targets': JSON.stringify(targets),
    ...(labels.length > 0 && { 'unroll.labels': JSON.stringify(labels) }),
    'unroll.boundary': JSON.stringify({ ...(read && { read: vocabulary.length }), ...(told && { told: targets.length }) }),
    'unroll.cell': JSON.stringify(cellSource),
    'unroll.experiment': JSON.stringify(settings),
    'unroll.position': JSON.stringify({ update, epoch }),
  };
}
