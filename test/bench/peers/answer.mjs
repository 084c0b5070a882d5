// The process's side of contestant.ts: answers JSON lines with JSON lines, one after another.
import { createInterface } from 'node:readline';

/**
 * @param {Record<string, string>} facts what the process says of itself
 * @param {Record<string, (request: any) => unknown>} handlers by the name of the request
 */
export async function answerRequests(facts, handlers) {
  const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  console.log = console.error; // what a library prints is not an answer
  say({ answer: facts });
  for await (const line of createInterface({ input: process.stdin })) {
    const { request, ...rest } = JSON.parse(line);
    try {
      say({ answer: (await handlers[request](rest)) ?? null });
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** Characters a second of whole updates for so many seconds, at least one; `update` gives the characters that it took. */
export async function measureRate(seconds, update) {
  const began = performance.now();
  let characters = 0;
  let elapsed = 0;
  do {
    characters += await update();
    elapsed = (performance.now() - began) / 1000;
  } while (elapsed < seconds);
  return characters / elapsed;
}

/** Tokens without any pattern, the same each time. */
export function randomTokens(count, vocabulary) {
  const tokens = new Int32Array(count);
  let state = 1;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    tokens[index] = Math.floor((state / 2 ** 32) * vocabulary);
  }
  return tokens;
}
