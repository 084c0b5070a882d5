/** The questions that a table has before it is trained on. */
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { ProposedColumn } from '../../protocol/engineProtocol';
import { type Answer, oneOf, type Question } from './question';
import type { Choice } from './quickPickSteps';

/** Whether its first row names the columns, which is read, and which is told by it: at first as they were found. Of objects not the first. */
export function columnQuestions(
  { header, inputColumn, targetColumn }: ExperimentOptions,
  columns: readonly ProposedColumn[],
): readonly Question[] {
  if (columns.length < 2) return [];
  const mayBeHeader = columns.every(({ first }) => first !== undefined);
  const choicesWith = (named: boolean) =>
    columns.map(({ name, example, first = '' }, at): Choice<Answer> => {
      const number = `column ${at + 1}`;
      if (!mayBeHeader || named === header) return { label: name || number, description: example, value: at + 1 };
      return named ? { label: first || number, description: example, value: at + 1 } : { label: number, description: first, value: at + 1 };
    });
  const row = oneOf('header', `Row 1: ${columns.map(({ first }) => first).join(', ')}`, header === true, [
    { label: 'Row 1 names the columns', description: 'it is not learned', value: true },
    { label: 'Row 1 is a row like the others', description: 'columns have numbers', value: false },
  ]);
  const question = (setting: 'inputColumn' | 'targetColumn', placeholder: string, initial: Answer | undefined): Question => ({
    setting,
    step: (answers) => {
      const [named, input] = mayBeHeader ? [answers[0] === true, answers[1]] : [false, answers[0]];
      const choices = choicesWith(named);
      const left = setting === 'inputColumn' ? choices : choices.filter(({ value }) => value !== input);
      return { placeholder, choices: left, ...(initial !== undefined && { initial }) };
    },
  });
  return [
    ...(mayBeHeader ? [row] : []),
    question('inputColumn', 'The column that is read', inputColumn),
    question('targetColumn', 'The column of the label, the tags or the translation', targetColumn),
  ];
}
