// The tab where a model is given a text and answers: with a label, fillings, tags or translations.
import type { Tab } from '../../tab';
import { ANSWERERS } from './answerers';
import { Answers } from './answers';
import { AnswersModel, withAnswers } from './answersModel';

export const answers: Tab = {
  name: 'answers',
  title: (words) => words.title,
  fits: ({ tab }) => tab === 'answers',
  passage: 'line',
  open: (panel, start) => {
    const { question } = panel.run.words.peek();
    const model = new AnswersModel(panel, question && ANSWERERS[question.kind], start);
    return {
      View: withAnswers(model, Answers),
      take: (given) => 'text' in given && void model.askFor(given.text),
    };
  },
};
