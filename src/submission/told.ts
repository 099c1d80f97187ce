import type { Answer, FormLine } from './answers.ts'
import { fits } from './field-values.ts'
import { labelled, type Asked } from './labels.ts'
import { beforeGoodbye } from './goodbye.ts'
import { isQuestion, lineOf, sentencesOf } from './prose.ts'
import { saysOf } from './sentence.ts'
import { later, ofOthers } from './sentence-words.ts'

/**
 * What the running text of an answer gives, sentence by sentence, and what stands under a quoted question. Nothing of it is
 * sure: the letter shows how it was understood.
 */
export function told(lines: readonly FormLine[], author: string): Answer[] {
  const body = beforeGoodbye(lines)
  const answers: Answer[] = underQuestions(body, author)
  let before = ''
  for (const sentence of sentencesOf(body.filter(({ own }) => own))) {
    const { text } = sentence
    if (!isQuestion(text) && !later.test(text) && !ofOthers.test(text))
      for (const [asked, raw] of saysOf(text, { before, wished: false, author }))
        answers.push({ asked, raw, sure: false, line: lineOf(raw, sentence)?.number ?? 0 })
    before = text
  }
  return answers
}
/** `> - we found no certificate authority` and under it `ZeroSSL`: the quoted words say what the answer is of. */
function underQuestions(lines: readonly FormLine[], author: string): Answer[] {
  return lines.flatMap((line, at): Answer[] => {
    const first = lines.slice(at + 1).findIndex(({ text }) => text.trim() !== '')
    const below = first === -1 ? undefined : lines[at + 1 + first]
    if (line.own || line.text.trim() === '' || below?.own !== true) return []
    const raw = below.text.trim()
    if (raw.length > 200 || isQuestion(raw)) return []
    const whole = spokenOf(line.text).filter((asked) => fits(asked, raw) && isShort(asked, raw))
    const [asked, more] = whole
    if (asked !== undefined && more === undefined) return [{ asked, raw, line: below.number, sure: false }]
    return saysOf(raw, { before: line.text, wished: false, author }).map(([one, part]) => ({
      asked: one,
      raw: part,
      line: below.number,
      sure: false,
    }))
  })
}
/** Words of a name or a program are few; a description may be a sentence in quotation marks. */
const isShort = (asked: Asked, raw: string): boolean =>
  asked === 'description' ? /^["“„«]/u.test(raw) : raw.split(/\s+/).length <= 6
/** The fields that words of the line are names of. */
function spokenOf(text: string): Asked[] {
  const words = text
    .replaceAll(/[^\p{L}\p{N}\s'’-]/gu, ' ')
    .trim()
    .split(/\s+/)
  const found = new Set<Asked>()
  for (let at = 0; at < words.length; at++)
    for (let count = Math.min(4, words.length - at); count > 0; count--) {
      const name = labelled(words.slice(at, at + count).join(' '))
      if (name?.sure !== true) continue
      found.add(name.asked)
      at += count - 1
      break
    }
  return [...found]
}
