/** Put into a line by the `row` helper: continuation lines begin below this place. Never in a model: `clean` takes it out. */
export const hang = '\u0001'
/** Before a line that people copy whole (a command, a link): it is not broken. */
export const unbroken = '\u0002'

/** Columns a terminal gives to the text: two for East Asian wide characters and emoji, none for combining marks. */
export function columns(text: string): number {
  let sum = 0
  for (const point of text) sum += /\p{Mark}/u.test(point) ? 0 : wide.test(point) ? 2 : 1
  return sum
}
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/**
 * Plain text for a terminal: lines of at most `width` columns, broken at spaces. A continued line keeps the indent of
 * its list mark, its `| ` bar, or its `hang` place. A word that is longer than the line stands on a line of its own.
 */
export function wrap(text: string, width = 78): string {
  const lines = text.split('\n').flatMap((line) => wrapLine(line.trimEnd(), width))
  return `${lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()}\n`
}

function wrapLine(line: string, width: number): string[] {
  if (line.startsWith(unbroken)) return [line.slice(1)]
  if (line === '--') return ['-- '] // signature separator, RFC 3676 §4.3
  const at = line.indexOf(hang)
  const mark = at >= 0 ? line.slice(0, at) : (/^\s*(?:\| |[-*] +|\d+\. +)?/u.exec(line)?.[0] ?? '')
  const whole = line.replaceAll(hang, '')
  if (columns(whole) <= width) return [whole.trimEnd()]
  const rest = whole.slice(mark.length)
  const indent = /^\s*\| $/u.test(mark) ? mark : ' '.repeat(columns(mark))
  const out: string[] = []
  let now = mark
  let empty = true
  for (const word of rest.split(' ').filter((one) => one !== '')) {
    if (!empty && columns(now) + 1 + columns(word) > width) {
      out.push(now)
      now = indent
      empty = true
    }
    // Unbreakable and too long even alone: on its own line, less the label before it where that helps nothing.
    if (
      empty &&
      now === mark &&
      mark.trim() !== '' &&
      columns(mark) + columns(word) > width &&
      columns(word) > width - 24
    ) {
      out.push(now.trimEnd())
      now = '    '
    }
    now += empty ? word : ` ${word}`
    empty = false
  }
  return [...out, now].map((one) => one.trimEnd())
}
