/** Why a process ended, in words: from its exit code, its signal and the last lines it wrote. */

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: readonly string[];
}

export function crashReason({ code, signal, stderr }: Exit): string {
  if (stderr.some((line) => /heap out of memory|array buffer allocation failed|bad_alloc/i.test(line))) {
    return 'it ran out of memory. A smaller hidden size, batch or window needs less.';
  }
  if (signal === 'SIGKILL') return 'the system killed it (SIGKILL), as it does when memory is short.';
  if (signal === 'SIGSEGV' || signal === 'SIGBUS' || signal === 'SIGABRT' || code === 0xc0000005) {
    return `native code crashed (${signal ?? 'access violation'}), probably the graphics driver. The setting unroll.device can name another device.`;
  }
  if (signal) return `it was ended by ${signal}.`;
  const error = stderr.find((line) => /^\w*Error\b.*: /.test(line)) ?? stderr.at(-1);
  return error ? `exit code ${code ?? 'unknown'}: ${error.trim()}` : `exit code ${code ?? 'unknown'}.`;
}
