import type { FormLine } from './answers.ts'
import { closing } from './prose-words.ts'

/** The lines under a goodbye, as far as they are a signature: few, and up to where somebody else's words begin. */
export function signature(lines: readonly FormLine[]): ReadonlySet<number> {
  const at = lastGoodbye(lines)
  if (at < 1) return new Set()
  const end = lines.findIndex(({ own }, line) => line > at && !own)
  const under = lines.slice(at + 1, end === -1 ? undefined : end)
  return under.filter(({ text }) => text.trim() !== '').length <= 8
    ? new Set(under.map(({ number }) => number))
    : new Set()
}
/** What stands above the last goodbye, when no more than a signature follows it. */
export function beforeGoodbye(lines: readonly FormLine[]): readonly FormLine[] {
  const at = lastGoodbye(lines)
  const under = lines.slice(at + 1).filter(({ own, text }) => own && text.trim() !== '')
  return at > 0 && under.length <= 8 ? lines.slice(0, at) : lines
}
const lastGoodbye = (lines: readonly FormLine[]): number =>
  lines.findLastIndex(({ own, text }) => own && closing.test(text))
