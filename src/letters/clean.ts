/**
 * Strangers' text on its way into a letter: one line, nothing that steers a terminal, hides, or turns the direction
 * around. C0 and C1 controls, bidi controls (UAX #9), zero-width and other invisible format characters, tags, lone
 * surrogates and line separators go; runs of white space become one space; what is longer than `most` is cut.
 */
export function clean(text: string, most = 2000): string {
  const visible = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u0085]+/gu, ' ')
    .replace(
      /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc]/gu,
      '',
    )
    .replace(/[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\s+/gu, ' ')
    .trim()
  const points = visible.length > most ? [...visible] : []
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
