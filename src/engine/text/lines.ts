/** Line ends of all kinds of files: CRLF is one. */
export const LINE_END = /\r\n|\n|\r/;

/** The lines of a text without their ends; where it ends with one, the last is empty. */
export const linesOf = (text: string): string[] => text.split(LINE_END);
