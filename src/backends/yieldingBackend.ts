/**
 * A backend that lets the process look up between runs: on a CPU device a promise that is already resolved would never
 * let a message (stop, cancel) in.
 */
import type { Backend } from '../engine/backend';

const LONGEST = 20; // milliseconds between two looks

/** @param pause lets messages in */
export function yieldingBackend(backend: Backend, pause: () => Promise<void>): Backend {
  let looked = performance.now();
  return {
    get description() {
      return backend.description;
    },
    updatesPerLaunch: backend.updatesPerLaunch,
    dispose: () => backend.dispose(),
    async compile(graph) {
      const executable = await backend.compile(graph);
      return {
        async run(feeds) {
          const outputs = await executable.run(feeds);
          if (performance.now() - looked > LONGEST) {
            await pause();
            looked = performance.now();
          }
          return outputs;
        },
        write: (state) => executable.write(state),
        read: (names) => executable.read(names),
        dispose: () => executable.dispose(),
      };
    },
  };
}
