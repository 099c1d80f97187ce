import type { Answer, FormLine } from './answers.ts'
import { labelAt } from './label-at.ts'
import { isElsewhere } from './labels.ts'

/**
 * In a form, what stands behind labels that nobody could foresee, where only one thing is left that it can be.
 * @param author the name of whoever sends it
 */
export const leftOver = (lines: readonly FormLine[], known: readonly Answer[], author: string): Answer[] => [
  ...sender(lines, known, author),
  ...description(lines, known),
]

/** In a form, behind a label that we do not know, the name of whoever sends it: that is what it asked for. */
function sender(lines: readonly FormLine[], known: readonly Answer[], author: string): Answer[] {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}]/gu, '')
  const name = letters(author)
  const asked = new Set(known.map((one) => one.asked))
  if (name.length < 5 || asked.size < 3 || asked.has('admin') || asked.has('admin.name')) return []
  return lines
    .flatMap(({ own, text, number }): Answer[] => {
      const raw = own ? (/^[^:：=|]{2,60}[:：=|]\s*(.{5,80}?)\s*\|?$/u.exec(text)?.[1] ?? '') : ''
      return letters(raw) === name && !/refer|recommend|empfohlen/iu.test(text)
        ? [{ asked: 'admin.name', raw, line: number, sure: false }]
        : []
    })
    .slice(0, 1)
}

/** In a form that lacks only the description, the one line of words behind a label that we do not know: `Che cos'è: un server per i cori`. */
function description(lines: readonly FormLine[], known: readonly Answer[]): Answer[] {
  const asked = new Set(known.map((one) => one.asked))
  if (asked.size < 5 || asked.has('description')) return []
  const left = lines.flatMap(({ own, text, number }): Answer[] => {
    const [, label = '', raw = ''] = own
      ? (/^\W*([\p{L}][^:：=|]{1,40}?)\s*[:：=|]\s+(.+?)\s*\|?$/u.exec(text) ?? [])
      : []
    const words = /^[^@/\d]*$/.test(raw) && raw.split(/\s+/).length > 2
    const aside =
      /^(?:p\.?\s?s|n\.?\s?b|note|notes?|remarks?|referred|hint|fyi|anmerkung|hinweis|nota|remarque|uwaga|poznámka|примечание)/iu.test(
        label,
      )
    const personal =
      /(?<!\p{L})(?:i|my|me|you|please|ich|mein\p{L}*|bitte|je|mon|vous|yo|mi|por favor|io|mio|eu|meu|ik|mijn|ja|mój|já|můj|я|мой)(?!\p{L})/iu.test(
        raw,
      )
    return words && !aside && !personal && labelAt(text, true) === undefined && !isElsewhere(label)
      ? [{ asked: 'description', raw, line: number, sure: false }]
      : []
  })
  return left.length === 1 ? left : []
}
