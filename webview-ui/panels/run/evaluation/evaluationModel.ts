// The latest evaluation, and asking for one: the host lets the user choose the files.
import { batch, signal } from '@preact/signals';
import type { NamedEvaluation } from '../../../../src/protocol/panelProtocol';
import { messageOf, wasCancelled } from '../figures';
import type { Host } from '../host';

export const evaluation = signal<NamedEvaluation>();
export const evaluating = signal(false);
export const refusal = signal<string>();

let host: Host | undefined;

export function openEvaluation(connected: Host, latest: NamedEvaluation | undefined): void {
  host = connected;
  evaluation.value = latest ?? evaluation.peek();
}

export async function evaluate(): Promise<void> {
  if (!host || evaluating.peek()) return;
  batch(() => {
    evaluating.value = true;
    refusal.value = undefined;
  });
  try {
    // A file dialog that was dismissed answers nothing, which comes as null.
    evaluation.value = (await host.evaluate()) ?? evaluation.peek();
  } catch (error) {
    refusal.value = wasCancelled(error) ? undefined : messageOf(error);
  }
  evaluating.value = false;
}

/** Ends what is under way; the evaluation shown stays. */
export async function cancelEvaluation(): Promise<void> {
  try {
    await host?.cancel();
  } catch (error) {
    refusal.value = messageOf(error);
  }
}
