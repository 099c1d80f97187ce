import type { Line } from '../message/message.ts'
import { ownLines } from './read-commands.ts'

const yes = new Set(['yes', 'ok', 'okay', 'ja', 'oui', 'sí', 'sì', 'si', 'sim', 'да', 'так', 'tak', 'ano'])
const no = new Set(['no', 'nein', 'non', 'нет', 'ні', 'nie', 'ne', 'não', 'nee', 'nej'])
/** What stands under a word and takes half of it back. */
const restricts =
  /^\s*(?:if|only|once|when|unless|but|provided|after|as soon|until|except|not|aber|nur|wenn|falls|sofern|mais|si|sauf|pero|solo|ma|se|mas|maar|als|ale|tylko|jeśli|pokud|но|только|если)(?![\p{L}])/iu

/**
 * The owner's answer in his own language: a first line that is a yes or a no and nothing else. Taken under the token of a
 * question to him alone, where it can mean nothing else.
 */
export function yesOrNo(lines: readonly Line[]): 'confirm' | 'deny' | undefined {
  const own = ownLines(lines).filter((line) => line.text.trim() !== '')
  const first = meant(own[0]?.text ?? '')
  if (first === undefined || restricts.test(own[1]?.text ?? '')) return undefined
  return own.some(({ text }) => (meant(text) ?? first) !== first) ? undefined : first
}
function meant(text: string): 'confirm' | 'deny' | undefined {
  const bare = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/^[\s"'*.,;:!…-]+|[\s"'*.,;:!…-]+$/g, '')
  if (yes.has(bare) || bare === 'confirm') return 'confirm'
  return no.has(bare) || bare === 'deny' ? 'deny' : undefined
}
