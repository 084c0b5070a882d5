/** The form in which a model reads a text, for rooms that may not know the engine. */
export type { Form } from '../engine/text/form';
export { FormedText } from '../engine/text/formedText';
