/**
 * How mail programs introduce what they quote or forward, in the languages they speak. Data and shapes only; words.ts
 * decides what follows from them.
 */

const wrote =
  'wrote|writes|write|said|schrieb|schreibt|geschrieben|schreef|geschreven|schrijft|écrit|ecrit|escribió|escribio|escribe|escrigué|escreveu|escreve|' +
  'scritto|scrive|scrisse|napisał|napisała|napisał\\(a\\)|pisze|napsal|napsala|napsal\\(a\\)|píše|napísal|написал|написала|написал\\(а\\)|пишет|писал|пише|написав|написала|' +
  'skrev|skriver|kirjoitti|írta|scris|yazdı|γραψε|έγραψε|כתב|כתבה|写道|寫道|写了|のメッセージ|書きました|wrote'
const onDate = 'on|at|am|le|el|il|em|op|den|dnia|w dniu|dne|в|у|в(?:о)?|pe|la|a|om|tarihinde|在|於|于'
const endsInWrote = new RegExp(
  String.raw`(?:^|[\s>"”»)\]])(?:${wrote})(?:\s*\([^)]{1,4}\))?\s*(?:[:：]|-{2,})?$`,
  'iu',
)
/** `… schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:` — the date after the verb; then the colon is a must. */
const wroteThenDate = new RegExp(
  String.raw`\s(?:${wrote})\s+(?:(?:${onDate})\s)?.{0,40}\d.{0,60}[:：]$`,
  'iu',
)
/** `Am … schrieb Max <max@example.org>:`: the name after the verb, the date before it. */
const wroteThenName = new RegExp(String.raw`\s(?:${wrote})\s.{2,160}[:：]$`, 'iu')
/** The Dutch verb has two halves: `Op 2 feb. om 05:28 heeft X het volgende geschreven:`. The Japanese and Chinese have none of the spaces. */
const withoutSpaces = /\d.*(?:写道|寫道|写了|のメッセージ|書きました|さんは)\s*[:：]$/u
/** A moment as mail programs write it: a year, a time, or a date in figures. */
const dated =
  /(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}:\d\d|\d{1,2}\.\s?\d{1,2}\.\s?\d{2}|\d{1,2}[/-]\d{1,2}[/-]\d{2}/u
const anAddress = /[^\s<>"]+@[^\s<>"]+\.[^\s<>"]+/u
// Every line of every mail comes by here: what only some lines can hold is looked for only in those.
const isDated = (line: string): boolean => /\d/.test(line) && dated.test(line)
const hasAddress = (line: string): boolean => line.includes('@') && anAddress.test(line)
/** `2016-03-03 17:21 GMT+01:00 Some One <some.one@example.org>:` as Gmail's short form has it. */
const dateAndName =
  /^\d{4}[-/]\d{1,2}[-/]\d{1,2}\s(?:\d{1,2}:\d\d(?::\d\d)?\s)?(?:(?:GMT|UTC)[+-]\d{1,2}:?\d\d\s)?.{1,120}$/u

/** Lotus Notes puts the name on one line and the date alone on the next. */
const nameThenDate =
  /^[^:]{2,80}<[^<>\s]+@[^<>\s]+>\s+(?:Sent by: .{3,120}\s)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}:\d\d(?: [AP]M)?$/iu
/** A whole introduction, folded to one line. */
export function isAttribution(text: string): boolean {
  const line = text
    .replace(/^[\s>|*_-]+/u, '')
    .replace(/[*_]+$/u, '')
    .trim()
  if (line.length < 6 || line.length > 400) return false
  if (!/[\d@]/.test(line)) return false // no introduction is without a moment and without an address
  const known = () => isDated(line) || hasAddress(line)
  if (
    (/[:：-]$/u.test(line) || /^(?:on|am|le|el|il|em|op|den|dnia)\s/iu.test(line)) &&
    endsInWrote.test(line) &&
    known()
  )
    return true
  if (/[:：]$/u.test(line)) {
    if (wroteThenDate.test(line) && known()) return true
    if (/^\S+\s.{0,60}\d/u.test(line) && wroteThenName.test(line)) return true
    if (withoutSpaces.test(line)) return true
    // `22.11.2026, 10:00, "Desk" <desk@example.org>:` needs no verb.
    if (isDated(line) && /<[^<>\s]+@[^<>\s]+>\s?[:：]$/u.test(line) && !/^[^\d<]{1,20}:/u.test(line))
      return true
  }
  if (line.includes('@') && nameThenDate.test(line)) return true
  return dateAndName.test(line) && (/(?:GMT|UTC)[+-]\d/u.test(line) || /<[^<>\s]+@[^<>\s]+>:?$/u.test(line))
}
/** Whether an introduction may begin here and go on in the next lines: it names a moment or an address. */
export const mayBeginAttribution = (text: string, byDate = false): boolean => {
  const line = text.replace(/^[\s>|*_-]+/u, '')
  if (byDate && !isDated(line)) return false
  return (
    line.length > 4 && line.length < 300 && (isDated(line) || hasAddress(line) || /[<(]$/u.test(line.trim()))
  )
}

const weekdays =
  'mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|lu|ma|gio|mié|jue|vie|sáb|dom|seg|ter|qua|qui|sex|wo|vr|za|zo|pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|ne|пн|вт|ср|чт|пт|сб|вс|нд'
const opening = new RegExp(
  String.raw`^(?:${onDate}|il giorno)\s|^(?:${weekdays})\p{L}*[.,]{0,2}\s|^\d{1,4}\s?[./年-]`,
  'iu',
)
/** Whether a line begins as introductions do: `On …`, `пн, 16 …`, `2026/11/16 …`. */
export const opensAttribution = (text: string): boolean => opening.test(text.replace(/^[\s>|*_-]+/u, ''))

const original =
  "original message|original appointment|ursprüngliche nachricht|originalnachricht|original-nachricht|mensaje original|message d[’']origine|message original|" +
  'messaggio originale|mensagem original|oorspronkelijk bericht|originele bericht|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|původní e-mail|исходное сообщение|' +
  'исходное письмо|пересылаемое сообщение|оригінальне повідомлення|originalmeddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|original|原始邮件|原始郵件|元のメッセージ|original mail|' +
  'reply message|eredeti üzenet|mesaj original'
const forward =
  'forwarded message|forwarded by .{1,60}|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|weitergeleitet von .{1,60}|message transféré|message transmis|' +
  'début du message transféré|début du message réexpédié|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato|inizio messaggio inoltrato|mensagem encaminhada|mensagem reencaminhada|' +
  'início da mensagem reencaminhada|doorgestuurd bericht|begin doorgestuurd bericht|wiadomość przekazana dalej|przekazana wiadomość|początek przekazywanej wiadomości|přeposlaná zpráva|' +
  'začátek přeposlané zprávy|пересылаемое сообщение|пересланное сообщение|начало переадресованного сообщения|переслане повідомлення|пересилання|转发的邮件|转发邮件|轉寄的郵件|' +
  '転送メッセージ|転送されたメッセージ|begin forwarded message|vidarebefordrat meddelande|videresendt meddelelse|videresendt melding'
const ruled = (words: string) =>
  new RegExp(
    String.raw`^[\s>*_|]*[-_=]{2,}\s*(?:${words})\s*:?[-_=\s*]*$|^[\s>*_|]*(?:${words})\s*[:：]?[\s*_]*$`,
    'iu',
  )
const originalRule = new RegExp(
  String.raw`^[\s>*_|]*[-_=]{2,}\s*(?:${original})\s*:?\s*[-_=]{2,}[\s*]*$|^[\s>*_|]*[-_=]{2,}\s*(?:${original})\s*[:：]?\s*$`,
  'iu',
)
const forwardRule = ruled(forward)
export const isOriginalRule = (line: string): boolean => line.length < 200 && originalRule.test(line)
export const isForwardRule = (line: string): boolean => line.length < 200 && forwardRule.test(line)
/** A Subject whose mail hands another one on. */
export const isForwardSubject = (subject: string): boolean =>
  /^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|pd|fs|vs|vl|転送|转发|轉寄|пересл)\s*[:：]/iu.test(subject)

const fromWords =
  'from|von|de|da|van|från|fra|od|от|від|lähettäjä|发件人|發件人|寄件者|差出人|发送者|expéditeur|remitente|mittente|afzender|remetente|feladó'
const dateWords =
  'date|sent|datum|gesendet|data|fecha|enviado(?: el)?|enviada(?: em)?|envoyé(?: le)?|inviato|verzonden|skickat|sendt|dato|wysłano|odesláno|дата|отправлено|надіслано|发送时间|發送日期|日期|日時|送信日時|送信日'
const toWords = 'to|an|à|a|para|aan|naar|till|til|do|komu|pro|кому|收件人|宛先|per|címzett'
const subjectWords =
  'subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|předmět|тема|主题|主旨|主題|件名|tárgy'
const otherWords =
  'cc|bcc|kopie|copie|copia|kopia|reply-to|antwort an|risposta|répondre à|responder a|organization|newsgroups|抄送|копия|копія|kopi'
const headerLine = new RegExp(
  String.raw`^[\s>*_|]*(?:(${fromWords})|(${dateWords})|(${toWords})|(${subjectWords})|(${otherWords}))\s*[*_]*\s*[:：]\s*[*_]*\s*(.*)$`,
  'iu',
)

/**
 * The header of a mail pasted into a mail (`From:`, `Sent:`, `To:`, `Subject:` in one block), as Outlook and forwards
 * have it: how many lines it takes, 0 when none begins here.
 */
export function headerBlock(lines: readonly string[], start: number): number {
  const seen = new Set<string>()
  let at = start
  let headers = 0
  for (; at < lines.length && at - start < 16; at++) {
    const line = lines[at] ?? ''
    if (/^[\s>|*_]*$/.test(line)) {
      // One empty line between header lines: what HTML paragraphs become.
      if (headerLine.test(lines[at + 1] ?? '') && headers > 0 && headers < 5) continue
      break
    }
    const found = headerLine.exec(line)
    if (found === null) {
      if (at === start || headers === 0) return 0
      continue // a folded value
    }
    headers++
    for (const [index, name] of ['from', 'date', 'to', 'subject', 'other'].entries())
      if (found[index + 1] !== undefined) seen.add(name)
    if (at === start && !seen.has('from') && !seen.has('date') && !seen.has('subject') && !seen.has('to'))
      return 0
  }
  const enough =
    seen.has('from') &&
    headers >= 3 &&
    ((seen.has('date') && seen.size >= 3) || (seen.has('to') && seen.has('subject')))
  return enough ? at - start : 0
}

const device =
  'sent from|sent via|sent with|sent by|sent using|from my (?:iphone|ipad|phone|mobile)|get \\[?outlook for|gesendet (?:von|mit)|von meinem .{1,40}gesendet|diese nachricht wurde von .{1,60} gesendet|' +
  'envoyé (?:depuis|de|à partir|avec)|enviado (?:desde|do|a partir|de)|enviada? do|inviato da|verzonden (?:met|vanaf|via)|verstuurd vanaf|wysłane z|odesláno z|отправлено (?:с|из)|надіслано з|' +
  'sendt fra|skickat från|lähetetty|從我的|从我的|发自我的|iphoneから送信|someone from mobile'
const deviceLine = new RegExp(String.raw`^[\s*_<([]*(?:${device})(?=[\s\p{P}]|$|[^a-z])`, 'iu')
/** `Sent from my …`: the program wrote it. Never a long sentence and never a `key: value`. */
export const isDeviceLine = (line: string): boolean =>
  line.length < 140 && deviceLine.test(line) && !/^[^:]{1,30}:\s/.test(line)

const footer =
  'this e-?mail (?:message )?(?:and any|is confidential|may contain|has been (?:scanned|checked)|was (?:scanned|checked))|this message (?:contains|and any|is intended|was scanned)|diese e-?mail (?:enthält|kann vertrauliche)|the information contained in this|' +
  "confidentiality notice|disclaimer:|ce message (?:et|est)|este (?:mensaje|correo|e-mail) (?:y|es|puede)|questo messaggio (?:e'|è|contiene)|virus-free\\.|avast|" +
  'to unsubscribe|unsubscribe:|you received this message because|-{10,}\\s*next part|_{20,}'
const footerLine = new RegExp(String.raw`^[\s*]*(?:${footer})`, 'iu')
/** The first line of a notice that a mail system put under the text. */
export const isFooterLine = (line: string): boolean => footerLine.test(line)
