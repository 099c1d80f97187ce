import { parseDomainName } from '../values/domain-name.ts'
import { domains, read } from './field-values.ts'
import { isBlank } from './labels.ts'
import { hasEnd, hasName } from './names-in.ts'
import { called, desires, lists, mine, requests, service, wishes } from './prose-words.ts'
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

/** A Subject that asks to be listed, be it in a word. */
export const isWishful = (subject: string): boolean =>
  !/^\s*(?:re|aw|antw|sv)\s*:/i.test(subject) &&
  [wishes, lists, requests].some((words) => words.test(subject)) &&
  (desires.test(subject) ||
    mine.test(subject) ||
    service.test(subject) ||
    subject.trim().split(/\s+/).length <= 3)
