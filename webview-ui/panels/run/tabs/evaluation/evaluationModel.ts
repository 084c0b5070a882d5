// The latest evaluation, and asking for one: the host lets the user choose the files.
import { signal } from '@preact/signals';
import type { NamedEvaluation } from '../../../../../src/protocol/panelProtocol';
import { host } from '../../host';
import { Question } from '../../question';

export const evaluation = signal<NamedEvaluation>();
export const evaluating = new Question();

export const evaluate = (): Promise<void> =>
  evaluating.ask(
    () => host.evaluate(),
    (found) => {
      // A file dialog that was dismissed answers nothing, which comes as null.
      evaluation.value = found ?? evaluation.peek();
    },
  );
