/** The process in which mutants are tried: it may crash, or never end. Words: seed, from, to; a line of JSON for each that came to an end. */
import { tryMutants } from './tryMutants';

const [seed = 1, from = 0, to = 0] = process.argv.slice(3).map(Number);
for await (const tried of tryMutants({ seed, from, to })) process.stdout.write(`${JSON.stringify(tried)}\n`);
