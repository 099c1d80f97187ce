import { parseDomainName } from '../values/domain-name.ts'
import type { Answer, FormLine } from './answers.ts'
import { follows, greeting, leads } from './asking-words.ts'
import { domains, read } from './field-values.ts'
import { beforeGoodbye } from './goodbye.ts'
import { labelAt } from './label-at.ts'
import { isBlank } from './labels.ts'
import { hasEnd, hasName, namesIn } from './names-in.ts'
import { lineOf, sentencesOf } from './prose.ts'
import {
  against,
  called,
  desires,
  lists,
  mine,
  preface,
  requests,
  service,
  troubled,
  wishes,
} from './prose-words.ts'
import { tidy } from './value.ts'

/**
 * Whether what stands behind a label for a domain, where hardly anything else is labelled, says that a service is to be
 * listed: `Server: …` and `host = …` stand in every report and every program. @param line in which it stands
 * @param wish the Subject asks to be listed: then whatever stands there was meant for a domain
 */
export function asksAlone(raw: string, line: string, wish: boolean): boolean {
  if (wish) return true
  const text = tidy(raw)
  if (isBlank(text) || statement.test(line)) return false
  if (namesDomain(raw) || isMeant(raw)) return true
  if (text.split(' ').length > 4 || /[();=]|->/.test(text.replaceAll(/\s\([^()]*\)/g, ''))) return false
  // `Example Chat (im.example.org)`, and not `nginx/1.2 (x.example)`, `im.example.org is down`
  if (hasName(text) && !/\w\/|\s(?:is|ist|est|es|è|é|jest|je)\s/.test(text)) return true
  // `Domain: imexampleorg`: that is what the page calls it.
  return called.test(line.slice(0, Math.max(0, line.indexOf(text))))
}
/** `server_name im.example.org;`, `server = socket.open()` */
const statement = /^[^:：]*(?:;\s*$|=[^:：]*\w\()/
/** One or several names whose end exists. */
function namesDomain(raw: string): boolean {
  const one = read('domain', raw.replace(/^\s*[^\s@]+@/, '')) // an address where its domain was asked for
  const all = domains(raw) ?? (one.is === 'value' ? [String(one.values.domain)] : [])
  return all.some(hasEnd)
}
/** `im,example.org`, `im.example .org`: a slip, and nobody could mean anything else. */
export function isMeant(raw: string): boolean {
  const mended = tidy(raw).includes('.')
    ? parseDomainName(tidy(raw).replaceAll(/\s*[.,]\s*/g, '.'))
    : undefined
  return mended !== undefined && hasEnd(mended)
}

const speaksOfListing = (subject: string): boolean =>
  [wishes, lists, requests].some((words) => words.test(subject))
const isReply = (subject: string): boolean => /^\s*(?:re|aw|antw|sv|odp|rv|ответ)\s*:/i.test(subject)
/** Under it a name that stands alone is the service to be listed: it goes on with something, or speaks of the list. */
export const goesOn = (subject: string): boolean =>
  (isReply(subject) || speaksOfListing(subject)) &&
  ![troubled, against].some((words) => words.test(subject)) &&
  !/spam|spim|abuse|phish/i.test(subject)
/** A Subject that asks to be listed, be it in a word. */
export const isWishful = (subject: string): boolean =>
  !isReply(subject) &&
  speaksOfListing(subject) &&
  (desires.test(subject) ||
    mine.test(subject) ||
    service.test(subject) ||
    subject.trim().split(/\s+/).length <= 3)

/**
 * A short mail that says a name and asks no more: `im.example.org please, the rest as you see it`, `It's im.example.org`.
 * So people answer the question which service they mean.
 */
export function saidAlone(lines: readonly FormLine[]): Answer | undefined {
  const body = beforeGoodbye(lines).filter(({ own, text }) => own && labelAt(text) === undefined)
  const sentences = sentencesOf(body)
    .map((one) => ({ ...one, text: one.text.replace(preface, '').replace(greeting, '').trim() }))
    .filter(({ text }) => text !== '')
  const [first] = sentences
  const whole = sentences.map(({ text }) => text).join(' ')
  const [named, more] = namesIn({ text: whole, lines: body })
  if (first === undefined || named === undefined || more !== undefined || whole.length > 250) return undefined
  if (/[?？]/.test(whole) || [troubled, against].some((words) => words.test(whole))) return undefined
  const [before, behind] = first.text.split(named.domain)
  if (before === undefined || behind === undefined) return undefined
  return leads.test(before) && follows.test(behind)
    ? { asked: 'domain', raw: named.domain, line: lineOf(named.domain, first)?.number ?? 0, sure: false }
    : undefined
}
