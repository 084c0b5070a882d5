/** How an entry of the table of questions is written: the schema of its arguments, and the type of its answer. */
import * as z from 'zod/mini';

export interface Query<Shape extends z.core.$ZodShape, Answer> {
  readonly arguments: z.ZodMiniObject<Shape, z.core.$strict>;
  /** Known to the compiler alone. */
  readonly answer?: Answer;
}

/** The answer is said and the arguments are inferred, which TypeScript does only in two calls. */
export const query =
  <Answer>() =>
  <Shape extends z.core.$ZodShape>(shape: Shape): Query<Shape, Answer> => ({ arguments: z.strictObject(shape) });

/** Of a character, a layer, a unit, a tensor …: from 0. */
export const index = z.int().check(z.minimum(0));
