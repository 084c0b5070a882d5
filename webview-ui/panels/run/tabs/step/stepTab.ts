// The tab of one step: the cell's equations with the numbers of a unit in them, and the steps around it as a graph.
import type { Tab } from '../../tab';
import { Step } from './step';
import { StepModel, withStep } from './stepModel';

export const step: Tab = {
  name: 'step',
  title: 'One step',
  passage: 'in view',
  open: (panel) => {
    const model = new StepModel(panel);
    return {
      View: withStep(model, Step),
      take: (given) => {
        if ('text' in given) void panel.inspected.inspect(given.text, given);
        if ('layer' in given) model.showLayer(given.layer);
      },
    };
  },
};
