// The tab of what units know: each held against properties of the text, and the text painted with one of them.
import type { Tab } from '../../tab';
import { Units } from './units';
import { UnitsModel, withUnits } from './unitsModel';

export const units: Tab = {
  name: 'units',
  title: 'Units',
  passage: 'in view',
  open: (panel) => ({
    View: withUnits(new UnitsModel(panel), Units),
    take: (given) => 'text' in given && void panel.inspected.inspect(given.text, given),
  }),
};
