/** For programs: one JSON object a line, `{"update":1,"loss":…}`, `{"validation":{…}}`, at last `{"done":{…}}`. */
import type { DeviceDescription } from '../../engine/backend';
import type { Report } from './lineReport';

export function jsonReport(run: string): Report {
  let device: DeviceDescription | undefined;
  const print = (object: unknown) => process.stdout.write(`${JSON.stringify(object)}\n`);
  return {
    tell(event) {
      const { kind, seq, ...facts } = event;
      if (event.kind === 'started') {
        device = event.device;
        for (const note of event.notes) process.stderr.write(`${note}\n`);
      } else if (kind === 'update') print(facts);
      else if (kind === 'done') print({ done: { ...facts, run, device } });
      else if (kind === 'validation') print({ validation: facts }); // Samples are in samples.jsonl.
    },
    end: () => undefined,
  };
}
