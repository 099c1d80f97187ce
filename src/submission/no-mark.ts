import type { FormLine } from './answers.ts'
import { fits } from './field-values.ts'
import { bullet, telling } from './label-at.ts'
import { labelled, type Asked } from './labels.ts'

/** Of so many different fields a mail must show its own way of writing them. */
export const atLeast = 3
/** A line without the bullet, bracket or frame before its first letter. */
export const fromLetter = (text: string): string => text.replace(/^[^\p{L}]{0,20}/u, '')

/** `im.example.org (domain)`, `im.example.org <- domain`: the label last, behind the same mark. */
export function backwards(lines: readonly FormLine[]): readonly (readonly [FormLine, string])[] {
  const byMark = new Map<string, { line: FormLine; asked: Asked; text: string; fit: boolean }[]>()
  for (const line of lines) {
    const body = line.text.trim().replace(/[^\p{L}\p{N}]+$/u, '')
    const runs = [...body.matchAll(/[^\p{L}\p{N}\p{M}]+/gu)].slice(-6)
    for (const { 0: run, index } of runs) {
      const label = body.slice(index + run.length)
      const mark = run.trim().split(/\s+/).at(-1) ?? ''
      const value = (body.slice(0, index) + run.slice(0, run.lastIndexOf(mark))).replace(bullet, '').trim()
      const name = mark === '' || value === '' ? undefined : labelled(label)
      if (name?.sure !== true) continue
      byMark.set(mark, [
        ...(byMark.get(mark) ?? []),
        { line, asked: name.asked, text: `${label}: ${value}`, fit: fits(name.asked, value) },
      ])
    }
  }
  return [...byMark.values()]
    .filter((all) => new Set(all.map(({ asked }) => asked)).size >= atLeast && all.every(({ fit }) => fit))
    .flatMap((all) => all.map(({ line, text }) => [line, text] as const))
}

/**
 * `DOMAIN im.example.org`, `Operator is Jane Doe`: no mark at all. Where three lines show by their values that they are
 * such, the words of a name or a description are read so too.
 */
export function unmarked(lines: readonly FormLine[]): readonly (readonly [FormLine, string])[] {
  const found = lines.flatMap((line) => {
    const body = fromLetter(line.text.trim())
    const words = body.split(/\s+/)
    for (let count = Math.min(5, words.length - 1); count > 0; count--) {
      const label = words.slice(0, count).join(' ')
      const name = /[:：=|]/.test(label) ? undefined : labelled(label)
      if (name?.sure !== true) continue
      const value = words.slice(count).join(' ').replace(verb, '')
      return [
        {
          line,
          asked: name.asked,
          value,
          label,
          shape: `${shapeOf(label)}${verb.test(words.slice(count).join(' ')) ? ' is' : ''}`,
        },
      ]
    }
    return []
  })
  const sure = found.filter(({ asked, value }) => telling.includes(asked) && fits(asked, value))
  const shapes = new Set(sure.map(({ shape }) => shape))
  if (new Set(sure.map(({ asked }) => asked)).size < atLeast) return []
  return found
    .filter(
      ({ asked, shape, value }) =>
        shapes.has(shape) && value !== '' && (!telling.includes(asked) || fits(asked, value)),
    )
    .map(({ line, label, value }) => [line, `${label}: ${value}`] as const)
}
const shapeOf = (label: string): string =>
  label === label.toUpperCase() ? 'CAPITALS' : /^\p{Lu}/u.test(label) ? 'Title' : 'small'
const verb =
  /^(?:is|are|ist|sind|lautet|heißt|est|sont|es|son|è|sono|é|são|to|jest|je|sú|это|є|це|是|は)(?:[:：]|\s)\s*/iu
