import type { Piece } from '../message/words.ts'
import type { FormLine } from './answers.ts'
import { labelled } from './labels.ts'

/** Stands in the line above our form in every letter (templates/partials/form, templates/help): by it a quoted form is known as ours. */
export const formMark = 'write behind the colons'
const formEnd = /^\s*(?:[-*_=—]{3,}|WHAT IS MEANT|What is meant)\s*$/
/** A line of ours, whatever stands behind its colon. The text around the form is none of it. */
const ofForm = (text: string): boolean => labelled(/^\s*([^:]{2,60}):/.exec(text)?.[1] ?? '')?.sure === true
const bare = (text: string): string => text.replace(/^[\s>|]+/, '')

/**
 * The lines to read: the author's own, and of quoted ones those of our own form, since we print it empty: what stands
 * behind a colon there he wrote. Every other quoted line can only ask.
 */
export function linesOf(pieces: readonly Piece[]): FormLine[] {
  let inForm = false
  let depth = 0
  let last = ''
  let goesOn = false // a long answer that a program wrapped
  const lines: FormLine[] = []
  for (const { text, number, by } of pieces) {
    if (by === 'forward') continue
    const plain = bare(text)
    const deep = (/^[\s>|]*/.exec(text)?.[0].match(/>/g) ?? []).length
    if (`${last} ${plain}`.toLowerCase().includes(formMark)) {
      inForm = deep < 2 // deeper is what somebody else was sent
      depth = deep
    } else if (by !== 'author' && deep !== depth) inForm = false // somebody else's quote
    else if (
      /\p{L}\s*:\s*$/u.test(plain) &&
      /(?:wrote|said|schrieb|écrit|escribió|scritto|escreveu|schreef|napisał\S*|napsal\S*|пишет|писал\S*)\s*:\s*$/iu.test(
        plain,
      )
    )
      inForm = false
    if (formEnd.test(plain)) inForm = false
    last = plain
    const filled: boolean = inForm && by !== 'furniture' && (ofForm(plain) || (goesOn && plain.trim() !== ''))
    goesOn = filled && plain.length > 55
    if (by === 'author') lines.push({ number, text, own: true })
    else lines.push({ number, text: plain, own: filled })
  }
  return lines
}
/** A mail that is handed on: its lines are read as if the author had written them. */
export const forwardedLines = (pieces: readonly Piece[]): FormLine[] =>
  pieces
    .filter(({ by }) => by === 'forward')
    .map(({ text, number }) => ({ number, text: bare(text), own: true }))
