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

const thanks =
  /(?<!\p{L})(?:thanks|thank you|thx|ty|danke\p{L}*|vielen dank|herzlichen dank|besten dank|merci|gracias|grazie|obrigad[oa]|bedankt|dank (?:je|u)|dankjewel|dzięk\p{L}+|děkuj\p{L}+|díky|tack|спасибо|благодар\p{L}+|дякую|谢谢|感谢|ありがとう\p{L}*)(?!\p{L})/giu
/** Words that add nothing to thanks. A word that is not here makes a sentence of it, which somebody reads. */
const padding = new Set(
  'a all alot and appreciated as awesome beaucoup big bien bit both cheers de del dear everyone everybody fast fine for from getting glad good great greetings guys happy hello help hi i it job kind kindly listing look lot lovely many mille much muchas my nice of once one perfect quick quickly really regards so such super sehr team that the this tausend thousand to too us very vielen viele mal muito molte mucho moltissime tante tausendmal und we wonderful work works you your yours best sincerely bardzo wielkie moc mnohokrát schön schnelle hilfe für die aufnahme das euch ihnen dir la le les los por su vos votre pour tout toda todo ayuda aiuto per il vostro la pela pelo ajuda большое огромное вам за помощь всем команда дуже щиро за tack så mycket hartelijk heel erg jullie hulp grüße gruß liebe freundliche mit freundlichen cordialement saludos saluti cordiali pozdrawiam pozdrav с уважением'.split(
    ' ',
  ),
)

/** A mail of thanks, short and without a question. `author`: whose name may stand below. */
export function isThanks(lines: readonly string[], author: string): boolean {
  const text = lines.join('\n').trim()
  if (text.length === 0 || text.length > 250 || /[?？\d@]/u.test(text) || text.search(thanks) === -1)
    return false
  const names = new Set(author.toLowerCase().match(/\p{L}+/gu) ?? [])
  const rest: readonly string[] =
    text
      .toLowerCase()
      .replaceAll(thanks, ' ')
      .match(/[\p{L}'’-]+/gu) ?? []
  const last = lines.findLast((line) => line.trim() !== '') ?? ''
  const signed = /^\s*(?:[-–—~]\s*)?\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?[.]?\s*$/u.test(last)
    ? last.toLowerCase()
    : ''
  const under = new Set(lines.length > 1 ? (signed.match(/\p{L}+/gu) ?? []) : [])
  if (rest.includes('help') && !rest.includes('for')) return false // a cry
  return rest.every((word) => padding.has(word) || names.has(word) || under.has(word))
}
