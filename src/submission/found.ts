import type { Asked } from './labels.ts'

/** `text` from `at`; `asked` may be several: one address for mail and chat. */
export type Found = {
  readonly asked: readonly Asked[]
  readonly raw: string
  readonly at: number
  readonly end: number
}

/** All that the form fits; the value is the first group. */
export function* every(form: RegExp, text: string): Generator<{ raw: string; at: number; end: number }> {
  for (const match of text.matchAll(form)) {
    const raw = match[1] ?? match[0]
    const at = match.index + match[0].indexOf(raw)
    yield { raw, at, end: at + raw.length }
  }
}
