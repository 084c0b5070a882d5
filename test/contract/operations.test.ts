/** Every operation on every device, on random shapes, against the reference; and the reference against a brute force. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { bruteForce } from './bruteForce';
import { type Case, caseOf, OPERATIONS, recipe } from './cases';
import { assertClose, FLOAT32, FLOAT64 } from './closeTo';
import { onEachDevice } from './devices';

describe('operations', () => {
  onEachDevice((device) => {
    for (const op of OPERATIONS) {
      it(`${op} agrees with ${device.name === 'reference' ? 'a brute force' : 'the reference'} on random shapes`, async () => {
        const wanted = device.name === 'reference' ? async (given: Case) => bruteForce(given.graph, given.feed) : onReference;
        await fc.assert(
          fc.asyncProperty(recipe, async (drawn) => {
            const given = caseOf(op, drawn);
            const executable = await device.backend.compile(given.graph);
            const [found] = await executable.run([given.feed]);
            const right = await wanted(given);
            executable.dispose();
            assert.deepEqual(Object.keys(found ?? {}), Object.keys(right));
            for (const [name, numbers] of Object.entries(right)) {
              assertClose(
                found?.[name] ?? [],
                numbers,
                device.backend.description.precision === 'float64' ? FLOAT64 : FLOAT32,
                `${op} ${name}`,
              );
            }
          }),
          { seed: 7, numRuns: device.name === 'reference' ? 100 : 8, endOnFailure: true },
        );
      });
    }
  });
});

async function onReference({ graph, feed }: Case): Promise<Record<string, ArrayLike<number>>> {
  const [outputs] = await (await openReference().compile(graph)).run([feed]);
  return outputs ?? {};
}
