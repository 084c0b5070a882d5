/** A list of names as a checkpoint has it, as JSON: a vocabulary may be long, so what is none is told before anything is made of it. */

/** More than there are characters in Unicode, or words that a model could tell apart. */
const MOST = 2_000_000;

/** Undefined where it is no list of different texts, or a list of none. */
export function namesOf(json: string): readonly string[] | undefined {
  if (!isListOfTexts(json)) return undefined;
  try {
    const names = JSON.parse(json) as string[];
    return names.length > 0 && new Set(names).size === names.length ? names : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d];
const SPACES = [0x20, 0x09, 0x0a, 0x0d];

/** Whether there is nothing beside texts but one pair of brackets, commas and space. */
function isListOfTexts(json: string): boolean {
  let brackets = 0;
  let names = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      if (++names > MOST) return false;
      for (at++; at < json.length && json.charCodeAt(at) !== QUOTE; at++) if (json.charCodeAt(at) === BACKSLASH) at++;
    } else if (code === OPEN || code === CLOSE) brackets++;
    else if (code !== COMMA && !SPACES.includes(code)) return false;
  }
  return brackets === 2;
}
