/** The editor of a file of weights: what can be done with which checkpoint, and what its page may ask and is told. */
import assert from 'node:assert/strict';
import { checkpointsOf } from '../../src/host/commands/checkpointCommands';
import { checkpointActions } from '../../src/host/editors/checkpointActions';
import { CHECKPOINT_CALLS } from '../../src/protocol/checkpointProtocol';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { QUERIES } from '../../src/protocol/queries';
import { isAboutWeights } from '../../src/protocol/weightsQueries';

const run = (changes: Partial<RunSummary> = {}): RunSummary =>
  ({
    status: 'stopped',
    answersFrom: 'best',
    kept: [12, 150],
    update: 400,
    experiment: { task: 'language-model' },
    ...changes,
  }) as RunSummary;

describe('the editor of a file of weights', () => {
  const possible = (...given: Parameters<typeof checkpointActions>) => {
    const actions = Object.entries(checkpointActions(...given));
    return actions.filter(([, { refused }]) => refused === undefined).map(([name]) => name);
  };

  it('offers what a checkpoint is for, and says of the rest why not', () => {
    assert.deepEqual(possible(run(), 'best.safetensors', true), ['use', 'inspect']);
    assert.deepEqual(possible(run(), 'last.safetensors', true), ['resume']);
    const best = { update: 400 } as RunSummary['best'];
    assert.deepEqual(possible(run({ best }), 'last.safetensors', true), ['use', 'inspect', 'resume'], 'the last is the best');
    assert.deepEqual(possible(run({ answersFrom: 'last' }), 'last.safetensors', true), ['use', 'inspect', 'resume']);
    assert.deepEqual(possible(run(), 'update-150.safetensors', true), ['inspect']);
    assert.deepEqual(possible(run(), 'update-151.safetensors', true), []);
    assert.deepEqual(possible(run({ status: 'training', answersFrom: 'last' }), 'last.safetensors', true), ['use', 'inspect']);
    assert.deepEqual(possible(undefined, 'model.safetensors', true), []);
    const { resume, use } = checkpointActions(run({ status: 'done' }), 'best.safetensors', true);
    assert.deepEqual([resume.title, use.title], ['Train Further', 'Generate']);
    assert.match(resume.refused ?? '', /from last\.safetensors/);
  });

  it('trains nothing in Restricted Mode', () => {
    const { resume, use } = checkpointActions(run({ answersFrom: 'last' }), 'last.safetensors', false);
    assert.match(resume.refused ?? '', /Restricted Mode/);
    assert.equal(use.refused, undefined);
  });

  it('lets its page ask of the file alone, and call nothing else', () => {
    const asked = Object.keys(QUERIES).filter((kind) => isAboutWeights(kind));
    assert.deepEqual(asked, [
      'openWeights',
      'weightsTensors',
      'tensorStatistics',
      'tensorHistogram',
      'tensorAxes',
      'tensorMap',
      'tensorSpectrum',
    ]);
    assert.ok(!CHECKPOINT_CALLS.act.safeParse(['delete']).success);
    assert.ok(!CHECKPOINT_CALLS.reopen.safeParse(['hex', 'more']).success);
    assert.ok(!CHECKPOINT_CALLS.saveFile.safeParse(['../../x.png', new Uint8Array()]).success);
  });

  it('names the checkpoints of a run, that which answers first', () => {
    assert.deepEqual(
      checkpointsOf(run({ best: { update: 300, loss: 1 } as never })).map(({ name }) => name),
      ['best.safetensors', 'last.safetensors', 'update-150.safetensors', 'update-12.safetensors'],
    );
    assert.deepEqual(
      checkpointsOf(run({ answersFrom: 'last', kept: [] })).map(({ name }) => name),
      ['last.safetensors'],
    );
  });
});
