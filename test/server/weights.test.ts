/** Files of weights, asked of the engine process: a run's own as training writes them, others', large ones, and ones made to do harm. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { CancelledError } from '../../src/protocol/asking';
import type { ListedTensor } from '../../src/protocol/weightsQueries';
import { engineBench } from './engineBench';

describe('engine process: files of weights', function () {
  this.timeout(60_000);
  const { engine, run, file, verse } = engineBench();
  const named = (error: unknown, name: string) => error instanceof Error && error.name === name;

  it("tells a run's checkpoint, its tensors, what rows and columns are, and a map of one; and refuses what it knew when the file has changed", async () => {
    const { api, ask } = engine();
    await api.train(verse('weights', { updates: 5 }));
    const last = path.join(run('weights'), 'last.safetensors');
    const { weights, summary } = await ask(last, 'openWeights', {});
    assert.equal(summary.checkpoint?.update, 5);
    assert.match(summary.checkpoint?.cells[0]?.source ?? '', /state h/);
    const tensors = await ask(last, 'weightsTensors', { weights });
    const tensor = tensors.findIndex(({ shape }) => shape.length === 2);
    const { rows, columns } = await ask(last, 'tensorAxes', { weights, tensor });
    assert.deepEqual([rows.one, columns.one, columns.names], ['unit', 'character', summary.checkpoint?.vocabulary]);
    const [height = 0, width = 0] = tensors[tensor]?.shape ?? [];
    const map = await ask(last, 'tensorMap', { weights, tensor, rows: [0, height], columns: [0, width], height: 4000, width: 4000 });
    assert.deepEqual([map.height, map.width, map.mean.length], [height, width, height * width]);
    const [statistics] = await ask(last, 'tensorStatistics', { weights, tensors: [tensor] });
    assert.ok(Math.abs((statistics?.mean ?? 0) - map.mean.reduce((sum, one) => sum + one, 0) / map.mean.length) < 1e-6);
    await api.resume(run('weights'), { updates: 10 });
    await assert.rejects(ask(last, 'weightsTensors', { weights }), (error) => named(error, 'WeightsChangedError'));
    assert.equal((await ask(last, 'openWeights', {})).summary.checkpoint?.update, 10);
  });

  it('lists a hundred thousand tensors in blocks, and their statistics', async () => {
    const { ask } = engine();
    const one = { shape: [1], data: Float32Array.of(0.5) };
    const many = file('many.safetensors', '');
    writeFileSync(many, encodeSafetensors(new Map(Array.from({ length: 100_000 }, (_, at) => [`layers.${at}.weight`, one])), {}));
    const { weights } = await ask(many, 'openWeights', {});
    const blocks: (readonly ListedTensor[])[] = [];
    const rest = await ask(many, 'weightsTensors', { weights }, { onBlock: (block) => void blocks.push(block) });
    assert.ok(blocks.length > 10 && blocks.every((block) => block.length <= 2000));
    assert.equal(blocks.flat().length + rest.length, 100_000);
    const known = await ask(many, 'tensorStatistics', { weights, tensors: Array.from({ length: 100_000 }, (_, at) => at) });
    assert.deepEqual([known.length, known.at(-1)?.tensor, known.at(-1)?.mean], [100_000, 99_999, 0.5]);
  });

  it('looks at ten gigabytes without reading them, and ends what is cancelled', async () => {
    const { ask } = engine();
    const large = file('large.safetensors', '');
    const size = 10_000_000_000;
    const header = Buffer.from(JSON.stringify({ large: { dtype: 'F16', shape: [50_000, 100_000], data_offsets: [0, size] } }));
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(large, Buffer.concat([prefix, header]));
    truncateSync(large, 8 + header.length + size); // takes no room on the disk
    const { weights, summary } = await ask(large, 'openWeights', {});
    assert.equal(summary.numbers, 5e9);
    const near = { rows: [40_000, 40_010], columns: [3, 13], height: 10, width: 10 } as const;
    assert.deepEqual([...(await ask(large, 'tensorMap', { weights, tensor: 0, ...near })).mean], new Array(100).fill(0));
    const unwanted = new AbortController();
    const told: number[] = [];
    const onProgress = (fraction: number) => {
      told.push(fraction);
      unwanted.abort();
    };
    const histogram = ask(large, 'tensorHistogram', { weights, tensor: 0, bins: 10 }, { signal: unwanted.signal, onProgress });
    await assert.rejects(histogram, new CancelledError());
    assert.ok((told[0] ?? 1) < 0.5);
  });

  it('refuses by name what is no file of weights, lies in a run as a link, or claims more than there is', async () => {
    const { ask } = engine();
    const refused = (name: string, says: RegExp) =>
      assert.rejects(ask(name, 'openWeights', {}), (error) => error instanceof Error && says.test(error.message));
    const folder = path.dirname(file('text.safetensors', 'no weights at all'));
    await refused(path.join(folder, 'text.safetensors'), /not a safetensors file, or it is damaged/);
    await refused(path.join(folder, 'none.safetensors'), /There is no file none\.safetensors/);
    mkdirSync(path.join(folder, 'folder.safetensors'));
    await refused(path.join(folder, 'folder.safetensors'), /a folder where a file should be/);
    mkdirSync(path.join(folder, 'linked'));
    writeFileSync(path.join(folder, 'linked', 'experiment.json'), '{}');
    symlinkSync(path.join(folder, 'text.safetensors'), path.join(folder, 'linked', 'last.safetensors'));
    await refused(path.join(folder, 'linked', 'last.safetensors'), /is a link to another place/);
    const claims = Buffer.alloc(8 + 40_000_000, ' ');
    claims.writeBigUInt64LE(40_000_000n);
    writeFileSync(path.join(folder, 'claims.safetensors'), claims);
    await refused(path.join(folder, 'claims.safetensors'), /The header of this file has 40 MB\. Unroll reads headers of up to 32 MB/);
  });

  it("shows the tensors of a file whose claim to be Unroll's own cannot be used", async () => {
    const { ask } = engine();
    const odd = file('odd.safetensors', '');
    const one = { shape: [2], data: Float32Array.of(1, 2) };
    writeFileSync(odd, encodeSafetensors(new Map([['a', one]]), { 'unroll.version': '1', 'unroll.experiment': '[[[' }));
    const { summary, weights } = await ask(odd, 'openWeights', {});
    assert.match(summary.problem ?? '', /its unroll\.experiment is not JSON/);
    assert.equal(summary.checkpoint, undefined);
    assert.equal((await ask(odd, 'weightsTensors', { weights })).length, 1);
  });
});
