// Holding the model against files that the host lets the user choose.
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../question';
import type { RunPanel } from '../../runPanel';

export class EvaluationModel {
  readonly evaluating: Question;

  constructor(private readonly panel: RunPanel) {
    this.evaluating = new Question(panel);
  }

  readonly evaluate = (): Promise<void> => {
    const { evaluation, host } = this.panel;
    return this.evaluating.ask(
      () => host.evaluate(),
      (found) => {
        // A file dialog that was dismissed answers nothing, which comes as null.
        evaluation.value = found ?? evaluation.peek();
      },
    );
  };
}

export const [EvaluationProvider, useEvaluation] = handedDown<EvaluationModel>('evaluation');
