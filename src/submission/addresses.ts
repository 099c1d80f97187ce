import type { Asked } from './labels.ts'

export const mailWords = String.raw`e-?mails?|mail\p{L}*|write|writing|contact\p{L}*|reach\p{L}*|schreib\p{L}*|erreich\p{L}*|kontakt\p{L}*|écri\p{L}+|courriel|joindre|joignable|correo|escrib\p{L}+|contáct\p{L}+|scriv\p{L}+|contatt\p{L}+|escrev\p{L}+|contact\p{L}+|mailen|bereik\p{L}*|pisz\p{L}*|napisz\p{L}*|piš\p{L}*|пиш\p{L}+|почт\p{L}+|пошт\p{L}+|邮箱|邮件|電子郵件|郵箱|メール|連絡`
const chatWords = String.raw`xmpp|jabber(?:[\s-]?id)?|jid|джаббер|chat`
const announces = new RegExp(
  String.raw`(?<![\p{L}\d.])(?:(?<mail>${mailWords})|(?<chat>${chatWords}))(?![\p{L}\d])(?!\.\w)`,
  'giu',
)
const joined =
  /^\s*(?:[,/&]|and|or|und|oder|et|ou|y|o|e|i|a|en|of|и|или|та|або|lub|nebo|和|或)?\s*(?:by|via|on|per|über|par|por|my|the)?\s*$/iu
/** `jane@example.org on Jabber`, `it@example.org for mail` */
const by = String.raw`on|via|by|over|in|per|auf|über|bei|sur|par|en|por|su|em|no|op|na|přes|przez|в|через|for|für|pour|para|voor|do|pro|для`
const onChat = new RegExp(String.raw`^\s+(?:${by})\s+(?:xmpp|jabber|chat)(?!\p{L})`, 'iu')
const onMail = new RegExp(
  String.raw`^\s+(?:${by})\s+(?:e-?)?(?:mail|courriel|correo|posta|почт\p{L}*)(?!\p{L})(?!\s*(?:and|und|et|y|e|i|и|/|&)\s*(?:xmpp|jabber|jid|chat))`,
  'iu',
)
/** `(Mail und Jabber)`, `which is also my JID`, `the same address works on XMPP` */
const also = String.raw`also|too|same|as well|auch|zugleich|gleichzeitig|ook|tevens|aussi|également|même|también|mismo|igualmente|anche|stess\p{L}|também|mesmo|też|także|również|też|taky|také|zároveň|stejn\p{L}|i|также|тоже|он же|она же|и|також|теж|він же|та|і`
const bothBehind = new RegExp(
  String.raw`^\s*[,(/–-]?\s*(?:[^@.;()]{0,25}?(?<!\p{L})(?:${also})(?!\p{L})[^@.;()]{0,30}?(?:xmpp|jabber|jid)|\((?:${mailWords})\s*(?:\+|&|,|/|and|und|et|y|e|en|i|a|и|та|oraz)\s*(?:xmpp|jabber|jid)|[^@.;]{0,10}(?:也是|同时也是|兼|同じ)|[^@.;]{0,20}(?:for|via|par|por|via|über|per|przez|přes|для|и для|zowel|sowohl|both|tanto|serve|sirve|vale)[^@.;]{0,25}(?:mail|courriel|correo|почт)\p{L}*\s*(?:and|und|et|comme|como|y|e|als|i|a|и|та|/|&|,)+\s*(?:(?:as|par|por|via|als|de|per|jid|for|the|auch)\s)*(?:xmpp|jabber|jid)|[^@.;]{0,30}(?:xmpp|jabber|jid)\s(?:and|und|et|y|e|i|a|и|als|как)\s(?:\p{L}+\s){0,2}(?:mail|e-mail|email|courriel|correo)|[^@.;]{0,25}(?:mail|courriel|correo)\s(?:and|und|et|comme|como|y|e|i|a|и)\s(?:(?:par|de|para|für|for)\s)?(?:xmpp|jabber|jid))`,
  'iu',
)

/**
 * The addresses of a sentence, each with what the nearest word before it says it is: `write to`, `Jabber:`, or both when
 * the two stand side by side.
 */
export function addresses(text: string): { readonly raw: string; readonly as: readonly Asked[] }[] {
  let from = 0
  return [
    ...text.matchAll(
      /(xmpp:|mailto:)?(?<![\p{Script=Latin}\p{Script=Cyrillic}\d.+@-])([\p{Script=Latin}\p{Script=Cyrillic}\d.!#$%&'*+/=^_`{|}~-]{1,64}@[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d.-]{1,253})/giu,
    ),
  ].map((match) => {
    const [whole, scheme = '', address = ''] = match
    const before = text.slice(Math.max(from, match.index - 60), match.index)
    from = match.index + whole.length
    const raw = address.replace(/[.!]+$/, '')
    const note = /^\s*[([]\s*(?:(e-?mail|mail)|(xmpp|jabber|jid|im))\b/i.exec(text.slice(from, from + 20))
    if (bothBehind.test(text.slice(from, from + 70))) return { raw, as: ['admin.email', 'admin.jid'] }
    if (/^xmpp/i.test(scheme) || note?.[2] !== undefined || onChat.test(text.slice(from, from + 30)))
      return { raw, as: ['admin.jid'] }
    if (scheme !== '' || note?.[1] !== undefined || onMail.test(text.slice(from, from + 30)))
      return { raw, as: ['admin.email'] }
    const words = [...before.matchAll(announces)]
    const [last, other] = [words.at(-1), words.at(-2)]
    if (last === undefined || before.length - last.index > 40) return { raw, as: [] }
    const kind = last.groups?.['chat'] === undefined ? 'admin.email' : 'admin.jid'
    // `xmpp server talk.example.org is run by …` announces no address.
    if (kind === 'admin.jid' && /\w\.\w/.test(before.slice(last.index))) return { raw, as: [] }
    const beside = other !== undefined && joined.test(before.slice(other.index + other[0].length, last.index))
    const mixed = beside && (other.groups?.['chat'] === undefined) !== (last.groups?.['chat'] === undefined)
    return { raw, as: mixed ? ['admin.email', 'admin.jid'] : [kind] }
  })
}
