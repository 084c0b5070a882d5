// The tabs of the run panel, from left to right.
import type { Tab } from './tab';
import { answers } from './tabs/answers/answersTab';
import { continuations } from './tabs/continuations/continuationsTab';
import { evaluation } from './tabs/evaluation/evaluationTab';
import { inside } from './tabs/inside/insideTab';
import { memory } from './tabs/memory/memoryTab';
import { step } from './tabs/step/stepTab';
import { training } from './tabs/training/trainingTab';
import { units } from './tabs/units/unitsTab';
import { whatIf } from './tabs/whatIf/whatIfTab';

export const TABS: readonly Tab[] = [training, inside, memory, units, whatIf, step, continuations, answers, evaluation];
