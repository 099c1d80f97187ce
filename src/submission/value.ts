import { oneSpace } from '../values/spaces.ts'
import { remember } from './remember.ts'
import type { Asked } from './labels.ts'
import type { Field, Fields, ProblemCode } from './submission.ts'

/** What one answer comes to. `blank`: the question was left open. */
export type Value =
  | { readonly is: 'value'; readonly values: Partial<Record<Asked, unknown>>; readonly doubtful?: true }
  | { readonly is: 'wrong'; readonly field: Field; readonly code: ProblemCode }
  | { readonly is: 'blank' }
export const wrong = (field: Field, code: ProblemCode): Value => ({ is: 'wrong', field, code })
export const value = <F extends Field>(field: F, of: Fields[F], doubtful = false): Value => ({
  is: 'value',
  values: { [field]: of },
  ...(doubtful && { doubtful }),
})

/** White space folded, brackets of the template taken off, the marks of Markdown and of HTML turned into text too. */
export const tidy = remember((raw) => {
  let text = oneSpace(raw.replaceAll(/[\u200b\u2060\ufeff\u00ad]/g, '')).trim()
  text = text
    .replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1')
    .replace(/^_(.*)_$/, '$1')
    .replace(/^`(.*)`$/, '$1')
  // Comments and commas of a program's language, and quotation marks of any people's.
  text = text.replace(/(?<=[\]"'},;]|\d,?)\s+(?:\/\/|#)\s.*$/, '').replace(/(?<=["'\])»”’“}]),$/, '')
  const inside =
    /^\[([^[\]]*)\]$/.exec(text)?.[1] ??
    /^"([^"]*)"$/.exec(text)?.[1] ??
    /^'(.*)'$/.exec(text)?.[1]?.replaceAll("\\'", "'") ??
    /^[“„«»‚‘「『]\s?([^“”„«»「」『』]*?)\s?[”“»«’‘」』]$/u.exec(text)?.[1]
  return (inside ?? text).trim()
})
/** An addition in brackets is a note: `5223 (also 443)`. */
export const withoutNote = (text: string): string =>
  text
    .replace(/[,;]$/, '')
    .replace(/(?<=\))\.$/, '')
    .replace(/(?<=\S)\s*\([^()]*\)\s*$/, '')
    .replace(/[.,;]$/, '')
    .trim()
/** `Foo <https://foo.example/>` and `[Foo](https://…)`: what programs make of a link. */
export const linkText = (text: string): string =>
  text
    .replaceAll(/\[([^[\]]+)\]\((?:https?|mailto|xmpp):[^()\s]*\)/g, '$1')
    .replaceAll(/(?<=\S)\s*<(?:https?:\/\/|mailto:|xmpp:|tel:)[^<>\s]*>/g, '')
    .trim()
/** The address of the link when text and target say the same thing. */
export const single = (text: string): string =>
  withoutNote(linkText(text))
    .replace(/^<([^<>]*)>$/, '$1')
    .replace(/^(?:mailto|url):/i, '')
    .trim()
