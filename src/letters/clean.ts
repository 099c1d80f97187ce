/**
 * Strangers' text on its way into a letter: one line, nothing that steers a terminal, hides, or turns the direction
 * around. C0 and C1 controls, line separators, bidi controls (UAX #9), zero-width and all other characters that Unicode
 * calls format or ignorable go, lone surrogates are replaced; runs of white space become one space; what is longer than `most` is cut.
 */
export function clean(text: string, most = 2000): string {
  const visible = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\s+/gu, ' ')
    .trim()
  const points = visible.length > most ? Array.from(visible) : []
  return points.length > most ? `${points.slice(0, most - 1).join('')}…` : visible
}

/** Several lines of a stranger as an array of clean lines: at most `most` of them, none empty. */
export function cleanLines(text: string, most = 60): string[] {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => clean(line))
    .filter((line) => line !== '')
  return lines.length > most ? [...lines.slice(0, most), '…'] : lines
}

/** The same model with every string in it cleaned: a letter shows nothing that did not pass here. */
export function cleanDeep<T>(model: T): T {
  if (typeof model === 'string') return clean(model) as T
  if (Array.isArray(model)) return model.map((one: unknown) => cleanDeep(one)) as T
  if (typeof model !== 'object' || model === null) return model
  return Object.fromEntries(
    Object.entries(model).map(([key, value]) => [key, cleanDeep(value as unknown)]),
  ) as T
}
