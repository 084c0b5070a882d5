// The tab where one changes something inside the network, or in the text, and sees what follows from it.
import type { Tab } from '../../tab';
import { WhatIf } from './whatIf';
import { WhatIfModel, withWhatIf } from './whatIfModel';

export const whatIf: Tab = {
  name: 'whatIf',
  title: 'What if',
  passage: 'in view',
  open: (panel, start) => ({
    View: withWhatIf(new WhatIfModel(panel, start.generation), WhatIf),
    take: (given) => 'text' in given && void panel.inspected.inspect(given.text, given),
  }),
};
