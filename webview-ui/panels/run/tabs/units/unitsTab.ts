// The tab of what units know: each held against properties of the text, and the text painted with one of them.
import type { Tab } from '../../tab';
import { Units } from './units';
import { UnitsModel, withUnits } from './unitsModel';

export const units: Tab = {
  name: 'units',
  title: 'Units',
  passage: 'in view',
  open: (panel) => {
    const model = new UnitsModel(panel);
    return {
      View: withUnits(model, Units),
      take: (given) => {
        if ('text' in given) void panel.inspected.inspect(given.text, given);
        if ('over' in given) model.matching.findOver(given.over);
      },
    };
  },
};
