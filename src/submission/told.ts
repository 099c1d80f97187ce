import type { Answer, FormLine } from './answers.ts'
import { fits, fullName } from './field-values.ts'
import { telling } from './label-at.ts'
import { labelled, type Asked } from './labels.ts'
import { against, isAuthority } from './prose-words.ts'
import { beforeGoodbye } from './goodbye.ts'
import { isGiven, lineOf, sentencesOf } from './prose.ts'
import { saysOf } from './sentence.ts'
import { isQuestion } from './wish.ts'
import { later, notHisOwn, ofOthers } from './sentence-words.ts'
import { isSoftware } from './software.ts'

/**
 * What the running text of an answer gives, sentence by sentence, and what stands under a quoted question. Nothing of it is
 * sure, and unless it names what it corrects it fills only what is open (`told`): people tell stories too.
 */
export function told(lines: readonly FormLine[], given: readonly Answer[], author: string): Answer[] {
  const body = beforeGoodbye(lines)
  const answers: Answer[] = underQuestions(body, author)
  const running = body.map((line) => (line.own && isGiven(line, given) ? { ...line, text: '' } : line))
  let before = ''
  for (const sentence of sentencesOf(running.filter(({ own }) => own))) {
    const { text } = sentence
    if (
      !(
        isQuestion(text) ||
        later.test(text) ||
        ofOthers.test(text) ||
        notHisOwn.test(text) ||
        against.test(text)
      )
    )
      for (const [asked, raw, corrects] of saysOf(text, { before, wished: false, author }))
        answers.push({
          asked,
          raw,
          sure: false,
          line: lineOf(raw, sentence)?.number ?? 0,
          ...(!corrects && { told: true }),
        })
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
    const [asked, more] = spokenOf(line.text).filter((one) => shows(one, raw))
    if (asked !== undefined && more === undefined)
      return [{ asked, raw, line: below.number, sure: false, told: true }]
    return saysOf(raw, { before: line.text, wished: false, author }).map(([one, part]) => ({
      asked: one,
      raw: part,
      line: below.number,
      sure: false,
      told: true as const,
    }))
  })
}
/** That it is of its kind: `Renewed this morning.` under a question about the certificate is none. */
function shows(asked: Asked, raw: string): boolean {
  if (asked === 'domain' || !fits(asked, raw)) return false
  if (asked === 'serverSoftware') return isSoftware(raw)
  if (asked === 'certificateAuthority') return isAuthority(raw) && raw.split(' ').length < 4
  if (asked === 'description') return /^["“„«]/u.test(raw)
  if (asked === 'admin.name' || asked === 'admin') return fullName.test(raw)
  return telling.includes(asked) || asked === 'founded' || asked === 'country'
}
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
