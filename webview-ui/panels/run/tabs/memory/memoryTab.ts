// The tab of what the network remembers: gradients back through the text, and why they fade.
import type { Tab } from '../../tab';
import { Memory } from './memory';
import { MemoryModel, withMemory } from './memoryModel';

export const memory: Tab = {
  name: 'memory',
  title: 'Memory',
  passage: 'in view',
  open: (panel) => ({
    View: withMemory(new MemoryModel(panel), Memory),
    take: (given) => 'text' in given && void panel.inspected.inspect(given.text, given),
  }),
};
