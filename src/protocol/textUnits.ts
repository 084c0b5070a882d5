/** How a text is cut into what a model reads, and how its characters are called, for rooms that may not know the engine. */
export { listedUnits, shownText, shownUnit } from '../engine/text/characterNames';
export { shortened } from '../engine/text/shortened';
export {
  columnsOf,
  countUnits,
  cut,
  hasSpace,
  inUnits,
  named,
  offsetsOf,
  type Units,
  type UnitWords,
  unitWords,
  withoutSpace,
} from '../engine/text/units';
