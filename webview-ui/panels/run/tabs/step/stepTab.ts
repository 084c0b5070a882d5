// The tab of one step: the cell's equations with the numbers of a unit in them, and the steps around it as a graph.
import type { Tab } from '../../tab';
import { Step } from './step';
import { StepModel, withStep } from './stepModel';

export const step: Tab = {
  name: 'step',
  title: 'One step',
  passage: 'in view',
  open: (panel) => ({
    View: withStep(new StepModel(panel), Step),
    take: (given) => 'text' in given && void panel.inspected.inspect(given.text, given),
  }),
};
