import { oneSpace } from '../values/spaces.ts'
import type { Line } from '../message/message.ts'
import { ownLines } from './read-commands.ts'

/** The words of each reader, in the form in which they are obeyed. */
export const reviewerForms = [
  'approve', 'reject: why', 'hold: why', 'ask: question', 'answer: text', 'phone ok: note', 'waive CHECK: why', 'recheck', 'assign me', 'note: text', 'undo', 'status', 'help',
] // prettier-ignore
export const operatorForms = [
  'recheck', 'status', 'resend', 'withdraw', 'maintenance 2026-12-01 02:00 for 2h', 'colleague: address', 'no reports',
] // prettier-ignore
export const teamForms = ['answer: text']

const wordOf = (form: string): string => (/^[a-z]+(?: (?:ok|me|reports))?/.exec(form) ?? [''])[0]
const again = /\b(?:re-?check(?:ed|ing)?|(?:check|look|test|try|scan) (?:\w+ )?(?:again|once more))\b/

/** What a line that is no command may have meant, as it had to be written. It is only ever shown, never obeyed. */
export function nearForm(text: string, forms: readonly string[]): string | undefined {
  const said = oneSpace(text.replace(/^\s*(?:<\d{1,4}>)?[\s"'*]*/, '').toLowerCase())
  const begins = forms.find((form) => said.startsWith(wordOf(form)) && !/^\p{L}{4}/u.test(after(said, form)))
  if (begins !== undefined) return begins
  const [first = ''] = /^\p{L}+/u.exec(said) ?? []
  const spelt = forms.find((form) => misspelt(first, wordOf(form).split(' ')[0] ?? ''))
  if (spelt !== undefined) return spelt
  return forms.includes('recheck') && said.length <= 120 && again.test(said) ? 'recheck' : undefined
}
const after = (said: string, form: string): string => said.slice(wordOf(form).length)

/** Only long words are guessed at: `not` is no mistake for `note`. */
const misspelt = (written: string, word: string): boolean =>
  word.length >= 5 &&
  written[0] === word[0] &&
  ((written.length >= 5 && word.startsWith(written)) || distance(written, word) <= (word.length >= 7 ? 2 : 1))

/** Letters to put in, take out or change (Levenshtein); two that changed places count as one. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (rows[i - 1]?.[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
          ...(swapped ? [(rows[i - 2]?.[j - 2] ?? 0) + 1] : []),
        ),
      )
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

/** A word that needs a reason behind it, and has none. */
export const wantsReason = (text: string): boolean =>
  /^\s*(?:<\d{1,4}>\s*)?(?:reject|ask|note|answer|colleague|waive(?:\s+[a-z0-9.-]+)?)\s*[.:]?\s*$/i.test(text)

/** The first line that he wrote himself, for us to quote. */
export const firstLine = (lines: readonly Line[]): Line | undefined =>
  ownLines(lines).find((line) => line.text.trim() !== '')
