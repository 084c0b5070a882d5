// The tab that says how well the model does on files that it should know.
import type { Tab } from '../../tab';
import { Evaluation } from './evaluation';
import { EvaluationModel, withEvaluation } from './evaluationModel';

export const evaluation: Tab = {
  name: 'evaluation',
  title: 'Evaluation',
  open: (panel) => {
    const model = new EvaluationModel(panel);
    return {
      View: withEvaluation(model, Evaluation),
      take: (given) => 'files' in given && void model.evaluateFiles(given.files),
    };
  },
};
