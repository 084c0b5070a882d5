/**
 * Clean-up comes after what happened, and never takes its place: neither a result nor an error is worth less because a
 * lock or a temporary could not be removed. What is left behind is said where a process says such things: on stderr.
 */
export async function cleanUp(what: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    process.emitWarning(`${what} was left behind: ${error instanceof Error ? error.message : String(error)}`, 'CleanUpWarning');
  }
}
