// How to search for a translation or a filling. Every setting says in its own words what it does.
import { FILLING, TRANSLATION } from '../../../../../src/protocol/answerOptions';
import { NumberField, type NumberSetting } from '../../../../components/numberField';
import { useAnswers } from './answersModel';

const BEAM: NumberSetting = {
  name: 'beam',
  label: 'Beam',
  hint: 'Hypotheses kept at each step; 1 is greedy',
  range: TRANSLATION.beam,
};
const LENGTH: NumberSetting = {
  name: 'lengthPenalty',
  label: 'Length α',
  hint: 'How far long translations are favoured: log-probability over ((5 + n)/6)^α',
  range: TRANSLATION.lengthPenalty,
  step: 0.1,
};
const SHORTEST: NumberSetting = {
  name: 'shortest',
  label: 'Shortest',
  hint: 'Characters that are missing, at least',
  range: FILLING.shortest,
};
const LONGEST: NumberSetting = {
  name: 'longest',
  label: 'Longest',
  hint: 'Characters that are missing, at most',
  range: FILLING.longest,
};

export function TranslationSettings() {
  const { translation } = useAnswers();
  const { beam, lengthPenalty } = translation.value;
  const change = (changes: Partial<typeof translation.value>) => {
    translation.value = { ...translation.peek(), ...changes };
  };
  return (
    <div class="settings">
      <NumberField {...BEAM} value={beam} change={(value) => change({ beam: value })} />
      <NumberField {...LENGTH} value={lengthPenalty} change={(value) => change({ lengthPenalty: value })} />
    </div>
  );
}

/** The one pushes the other where they would cross. */
export function FillSettings() {
  const { fill } = useAnswers();
  const { shortest, longest } = fill.value;
  const change = (from: number, to: number) => {
    fill.value = { ...fill.peek(), shortest: from, longest: to };
  };
  return (
    <div class="settings">
      <NumberField {...SHORTEST} value={shortest} change={(value) => change(value, Math.max(value, longest))} />
      <NumberField {...LONGEST} value={longest} change={(value) => change(Math.min(value, shortest), value)} />
    </div>
  );
}
