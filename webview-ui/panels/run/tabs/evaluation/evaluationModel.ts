// Holding the model against files that the host lets the user choose.
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import type { RunPanel } from '../../runPanel';

export class EvaluationModel {
  readonly evaluating: Question;

  constructor(private readonly panel: RunPanel) {
    this.evaluating = new Question(panel);
  }

  readonly evaluate = (): Promise<void> =>
    this.evaluating.attempt(async () => {
      const files = await this.panel.host.chooseExamples();
      if (files.length > 0) await this.evaluateFiles(files);
    });

  readonly evaluateFiles = (files: readonly string[]): Promise<void> =>
    this.evaluating.ask(
      (attending) => this.panel.ask('evaluate', { files }, attending),
      (evaluation) => {
        this.panel.evaluation.value = { files, evaluation };
      },
    );
}

export const [withEvaluation, useEvaluation] = handedDown<EvaluationModel>('evaluation');
