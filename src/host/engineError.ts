/** What the engine's errors are called. Structured clone keeps of an error only message and stack, so the stack says the name. */

export function errorName(error: Error): string {
  return /^(\w+):/.exec(error.stack ?? '')?.[1] ?? error.name;
}
