// The tab of what the network remembers: gradients back through the text, and why they fade.
import type { Tab } from '../../tab';
import { Memory } from './memory';
import { MemoryModel, withMemory } from './memoryModel';

export const memory: Tab = {
  name: 'memory',
  title: 'Memory',
  passage: 'in view',
  open: (panel) => {
    const model = new MemoryModel(panel);
    return {
      View: withMemory(model, Memory),
      take: (given) => {
        if ('text' in given) void panel.inspected.inspect(given.text, given);
        if ('layer' in given) model.kept.change({ layer: given.layer });
      },
    };
  },
};
