import type { LocalTimes } from '../../../src/letters/phone.ts'

export const localTimesInBerlin: LocalTimes = () => [{ zone: 'Europe/Berlin', time: '11:00' }]

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x3D': '=',
  '#x60': '`',
}
const decoded = (text: string) =>
  text.replace(/&(#?\w+);/gu, (whole, name: string) => entities[name] ?? whole)

/** The words of a part in lower case, without what only sets it out: marks of lists, quotes, rules. */
export function textOf(part: string, kind: 'text' | 'html' = 'text'): string[] {
  const bare =
    kind === 'html'
      ? decoded(
          part
            .replace(/<head>.*<\/head>/su, ' ')
            .replace(/<img [^>]*>/gu, ' ') // its words are in the picture's alternative, and in the lines beside it
            .replace(/<[^>]*>/gu, ' '),
        )
      : part
  return [
    ...new Set(
      bare
        .toLowerCase()
        .split(/[\s|]+/u)
        .map((word) => word.replace(/^[-.,;:()[\]"]+|[-.,;:()[\]"]+$/gu, '')),
    ),
  ].filter((word) => word !== '')
}
