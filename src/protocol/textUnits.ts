/** How a text is cut into what a model reads, for rooms that may not know the engine. */
export { columnsOf, countUnits, cut, inUnits, named, type Units, type UnitWords, unitWords } from '../engine/text/units';
