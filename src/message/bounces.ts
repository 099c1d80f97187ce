import { parseEmailAddress } from '../values/email-address.ts'
import type { EmailAddress } from '../values/names.ts'
import type { Bounce, OpenedMail } from './message.ts'
import { every, first } from './headers.ts'
import type { Returned } from './marks.ts'

const daemon =
  /^\s*(?:"?[^"<]*"?\s*)?<?(?:mailer-?daemon|mail-?daemon|mmdf|mailsystem|mail-?delivery(?:[._-]?(?:sub)?system)?|postmaster|post_office|mdaemon|symantec[^@<]*|mailmarshal|microsoftexchange[0-9a-f]+)(?:@|>|\s|$)/i
const certain = /^\s*(?:"?[^"<]*"?\s*)?<?(?:mailer-?daemon|microsoftexchange[0-9a-f]{8,})(?:@|>|\s|$)/i
const system =
  /mail (?:delivery|administrator|system)|delivery (?:sub)?system|mailer[- ]daemon|internet mail delivery|automailer/i
const undelivered =
  /undeliver|un-?delivered|non-?deliver|not delivered|delivery (?:status|notification|failure|failed|error|problem|report|has failed|delay|warning|attempt)|(?:returned|rejected|failed|bounced|delayed) mail|mail (?:delivery|failed|failure|error|system error|returned|could not)|failure (?:notice|notification|delivery)|returning message|could ?n[o']t be (?:delivered|sent)|could not deliver|unable to deliver|deferred:|message (?:delivery|status|not|rejected|you sent|delayed)|warning:.*(?:message|mail)|user unknown|unknown user|no such (?:user|address|recipient)|not a (?:valid|known) (?:user|recipient|mailbox)|unzustellbar|nicht zugestellt|zustellung|échec|non remis|no se (?:ha podido|pudo) entregar|devuelto|consegna|mancata|não (?:foi )?entreg|onbestelbaar|niet bezorgd|niedostarcz|nedoruč|не доставлен|недостав|недоставл|возвра|退信|投递失败|未送達|配信(?:不能|エラー)|送信エラー|エラーメール|dsn:|returned to sender|auto-?reply from .*blocked/iu

/** Whether this is a delivery report: from the empty sender or a mail system, and saying that something did not arrive (yet). */
export function isBounce(mail: OpenedMail): boolean {
  const { headers } = mail
  const type = first(headers, 'content-type') ?? ''
  if (/^multipart\/report\b/i.test(type) && /report-type\s*=\s*"?delivery-status/i.test(type)) return true
  const subject = first(headers, 'subject') ?? ''
  // The postmaster of a domain answers our question whether it is his: that is an answer. And people hand on what came back to them.
  const ofPerson = /^\s*(?:re|aw|antw|sv|odp|fwd?|wg|tr|rv|doorst|i|пересл|fs|vb|pd)\s*:/i.test(subject)
  const status = mail.attached.some(({ type }) => /^message\/(?:global-)?delivery-status$/.test(type))
  if (!ofPerson && status && !isSpoken(mail)) return true
  if (first(headers, 'x-failed-recipients') !== undefined) return true
  const from = every(headers, 'from').join(' ').slice(0, 1000)
  if (certain.test(from)) return true
  const empty = /^<\s*>$|^$|mailer-?daemon/i.test(first(headers, 'return-path') ?? 'none')
  const says = () => undelivered.test(subject) || undelivered.test(body(mail).slice(0, 3000))
  if (empty) return says() || diagnostics.test(body(mail))
  if (ofPerson || !(daemon.test(from) || system.test(from)))
    return undelivered.test(ofPerson ? behindTitle(subject) : subject) && isNotice(mail, from)
  // A postmaster is a person, too: what he complains of names no recipient and holds no mail that came back.
  if (/^[^<]*<?postmaster@/i.test(from) && !returns(mail)) return false
  return undelivered.test(subject) || (says() && diagnostics.test(body(mail)))
}

/** `RE: Our letter : non remis`: what stands behind the Subject of what came back. */
const behindTitle = (subject: string): string => /^[^:]*:[^:]*\S[^:]*:\s*([^:]+)$/u.exec(subject)?.[1] ?? ''

/**
 * A report in words, whose sender tells nothing: it says that something did not arrive, names whom it did not reach or
 * brings back what did not, and nobody speaks in it. Who hands on a report that came to him brings back his own mail, or
 * the report itself, or names us.
 */
function isNotice(mail: OpenedMail, from: string): boolean {
  const words = aboveCopy(mail)
  if (isSpoken(mail) || !(undelivered.test(words) || diagnostics.test(words))) return false
  const known = ['from', 'to', 'delivered-to', 'x-original-to'].flatMap((name) => every(mail.headers, name))
  const isKnown = (address = '') => known.some((one) => one.toLowerCase().includes(address.toLowerCase()))
  const copies = mail.attached.filter(({ type }) => /^message\/(?:global|rfc822)|headers$/.test(type))
  const senders = copies.map(({ text }) => /^from:(.*(?:\n[ \t].*)*)/im.exec(text)?.[1] ?? '')
  const himself = /[^\s<>"@]+@[^\s<>"]+/.exec(from)?.[0] ?? 'nobody'
  if (senders.some((one) => daemon.test(one) || system.test(one) || one.includes(himself))) return false
  return (
    copies.length > 0 ||
    [...words.matchAll(ofRecipient)].some(
      ({ 0: line, 1: address, index }) =>
        !isKnown(address) && (/[:<]/.test(line) || undelivered.test(words.slice(0, index))),
    )
  )
}
/** `Failed recipient: a@b.example`, `<a@b.example>: …`; or alone on its line, under words that say it. */
const ofRecipient =
  /^[ \t]*(?:(?:\p{L}+ )?(?:recipients?|rcpt to|to|user|empfänger|destinataires?|destinatarios?)\s?:[ \t]*)?["'<]*([^\s<>"':@]+@[^\s<>"':@]+\.\p{L}+)["'>]*(?:[ \t]*<[^<>\s]+>)?[ \t]*(?:$|:)/gimu
/** Somebody speaks: of himself, to somebody, or he asks. */
const isSpoken = (mail: OpenedMail): boolean => spoken.test(aboveCopy(mail))
const spoken =
  /[?？]|^\s*(?:hi|hello|hey|dear|hallo|moin|guten|sehr geehrte|bonjour|hola|ciao|buongiorno|olá|dag|cześć|dzień|ahoj|dobrý|привет|здравствуйте|你好|こんにちは)(?!\p{L})|(?<![\p{L}\d@.])(?:i|i['’]\p{L}+|me|my|we|our|what|why|please (?:look|fix|help)|ich|mir|mich|mein\p{L}*|wir|uns\p{L}*|warum|je|j['’]\p{L}+|mon|ma|mes|nous|notre|yo|mi|mis|nosotros|nuestr\p{L}+|io|mio|mia|noi|nostr\p{L}+|eu|meu|minha|nós|noss[oa]|ik|mij|mijn|wij|ons|onze|mój|moj\p{L}+|mnie|nasz\p{L}*|můj|moje|mi|náš|naš\p{L}+|я|мне|меня|мой|моего|мы|нам|нас|наш\p{L}*)(?![\p{L}@])|我|私/imu

/** It names whom it did not reach, or brings back what did not. */
const returns = (mail: OpenedMail): boolean =>
  mail.attached.some(({ type }) => type.startsWith('message/') || type === 'text/rfc822-headers') ||
  /[^\s<>@]@[^\s<>@]+\.|^[>|\s]*(?:message-id|received):/im.test(body(mail))
const diagnostics =
  /\b[245]\.\d{1,3}\.\d{1,3}\b|(?:^|\W)[45]\d\d[\s-](?:[45]\.|\w)|^[ \t]*<[^<>\s@]{1,64}@[^<>\s@]{1,250}>:/m
const body = (mail: OpenedMail): string =>
  (mail.text ?? mail.html?.replaceAll(/<[^<>]{0,2000}>/g, ' ') ?? '').slice(0, 100_000)

const copyBegins =
  /^(?:[-=_* ]{2,}\s*(?:this is a copy|below this line|original message|the (?:header|body|unsent)|unsent message|returned (?:message|mail)|begin of|start of|message header|copy of|transcript of original|included is a copy|enclosed is|your original)|received: (?:from|by|\()|return-path:|message-id:)/im
/** What stands above the copy of what came back, and is not quoted. */
const aboveCopy = (mail: OpenedMail): string => {
  const all = body(mail).slice(0, 3000)
  const cut = all.search(copyBegins)
  return (cut > 0 ? all.slice(0, cut) : all).replaceAll(/^\s*[>|].*$/gm, '')
}

/** One per recipient that a report names; one without a recipient when it names none. */
export function bounces(mail: OpenedMail): Bounce[] {
  const originalMessageId = original(mail)
  const reports = mail.attached
    .filter(({ type }) => /^message\/(?:global-)?delivery-status$/.test(type))
    .flatMap(({ text }) => reported(text, body(mail)))
  // Some write the fields into the text, without MIME.
  const fields =
    reports.length === 0 && /^final-recipient:/im.test(body(mail)) ? reported(body(mail), '') : reports
  const told = fields.length > 0 ? fields : inWords(mail)
  const all = told.length > 0 ? told : [{ permanent: false }]
  return all
    .slice(0, 100)
    .map((one) => ({ ...one, ...(originalMessageId !== undefined && { originalMessageId }) }))
}

/** RFC 3464 §2: groups of fields between empty lines, one group a recipient. */
function reported(text: string, prose: string): Bounce[] {
  const groups = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split(/\n\s*\n/)
  return groups.flatMap((group): Bounce[] => {
    const field = (name: string) =>
      new RegExp(String.raw`^${name}:[ \t]*(.*)$`, 'im').exec(group)?.[1]?.trim()
    const recipient = addressIn(field('final-recipient')) ?? addressIn(field('original-recipient'))
    const written = field('status')
    const diagnostic = field('diagnostic-code') ?? ''
    if (recipient === undefined && written === undefined) return []
    const action = /^\w+/.exec(field('action') ?? '')?.[0]?.toLowerCase()
    if (action === 'delivered' || action === 'relayed' || action === 'expanded')
      return [{ ...(recipient && { recipient }), ...status(written), permanent: false }]
    const code = /^\s*([245]\.\d{1,3}\.\d{1,3})/.exec(written ?? '')?.[1]
    // `5.0.0` says nothing: what the far server said is better.
    const better =
      code === undefined || /^[45]\.0\.0$/.test(code)
        ? (statusIn(diagnostic) ?? statusIn(near(prose, recipient)))
        : undefined
    const known = better ?? code
    const failed = action === 'failed' || (action === undefined && known?.startsWith('5') === true)
    return [
      {
        ...(recipient && { recipient }),
        ...(known !== undefined && { status: known }),
        permanent: failed && isDead(known, diagnostic === '' ? near(prose, recipient) : diagnostic),
      },
    ]
  })
}
const status = (text: string | undefined): { status?: string } => {
  const code = /[245]\.\d{1,3}\.\d{1,3}/.exec(text ?? '')?.[0]
  return code === undefined ? {} : { status: code }
}
function addressIn(text: string | undefined): EmailAddress | undefined {
  const bare = text
    ?.replace(/^[\w-]+\s*;\s*/, '')
    .replace(/^.*<([^<>]+)>.*$/, '$1')
    .trim()
  return bare === undefined ? undefined : parseEmailAddress(bare)
}
const statusIn = (text: string): string | undefined =>
  /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1]

/** What the prose above a report says of one recipient. */
const near = (text: string, recipient: string | undefined): string => {
  const at = recipient === undefined ? -1 : text.toLowerCase().indexOf(recipient.toLowerCase())
  return at === -1 ? '' : text.slice(at, at + 400)
}

const fullBox =
  /mailbox (?:is )?full|over ?quota|quota (?:exceed|full)|exceeded (?:its|the|storage|mailbox|quota)|out of storage|not enough (?:storage|space|disk)|insufficient (?:system )?storage|mailbox.{0,30}(?:size|storage) limit|inbox is full|overquota|disk quota/i
const refused =
  /spam|blocked|blacklist|block list|blocklist|reputation|policy|relay(?:ing)? (?:access )?denied|dmarc|dkim|spf|ptr|reverse dns|rate limit|too many|greylist|grey-list|try again|temporar|timed? ?out|too (?:large|big)|size limit|message size|virus|content|suspended|disabled|inactive|not (?:currently )?(?:accept|active)|deactivated|closed for|authenticat/i
const unknownUser =
  /user(?: \S+)? (?:is )?(?:unknown|not found|doesn['’]?t exist|does not exist|not known)|unknown (?:user|recipient|address|local|mailbox|account)|no such (?:user|recipient|mailbox|address|person|account|local user|domain)|(?:recipient|address|mailbox|account|user|email)\b.{0,60}(?:not found|does(?: not|n['’]?t) exist|not exist|unknown|is invalid|unavailable|not available|no longer (?:valid|available|in use|with))|invalid (?:recipient|mailbox|user|address)\b(?!.{0,20}sender)|no mailbox|not a (?:valid|known) (?:user|mailbox|address|recipient)|not (?:our|a local) (?:customer|user)|host (?:unknown|not found)|unknown host|name or service not known|domain (?:is not reachable|not found|does not exist|name not found)|no (?:mx|mail)(?: or a{1,4})? ?(?:record|host|server)|nullmx|null mx|(?:user|recipient|mailbox|address|account) has moved|undeliverable address|unrouteable|unroutable|illegal (?:alias|user)|doesn['’]?t (?:have|list)|can['’]t find|couldn['’]t find|not listed in|account (?:that you tried to reach )?does not exist|addressee unknown|(?:invalid|unknown) (?:final )?(?:delivery )?(?:userid|recipient|user ?id)|name is not recognized|no valid recipients|host \S+ (?:not found|unknown)|recipnotfound|該当|宛先不明|存在しません/iu

/** It was the message or its sender that was refused. */
const notTheAddress =
  /message (?:length|size|too|exceeds|is too)|helo command|client host|cannot find your|too (?:big|large)|exceeds .{0,30}(?:limit|size)|sender (?:address )?(?:rejected|denied|unknown|invalid|verify)|(?:bad|invalid) sender|may not have permission|(?<!recipient address rejected: )access denied|end of data.{0,80}\bdoes not exist/is

/** Whether the address is dead: nobody there. A full mailbox, a refusal for what the mail is, a delay are not that. */
function isDead(code: string | undefined, words: string): boolean {
  if (code?.startsWith('4') === true || code?.startsWith('2') === true) return false
  if (/(?<![\d.])(?:521|556)[ -]/.test(words)) return true // RFC 7504: that host takes no mail, ever
  if (code === '5.4.1' && /recipient address rejected/i.test(words)) return true
  if (code === '5.2.2' || fullBox.test(words) || notTheAddress.test(words)) return false
  if (
    unknownUser.test(words) &&
    !(code?.startsWith('5.7') === true && /spam|blocked|policy|dmarc|spf|reputation/i.test(words))
  )
    return true
  if (refused.test(words)) return code === '5.1.1' && !/spam|blocked|policy/i.test(words)
  return code !== undefined && /^5\.1\.(?:1|2|3|6|10)$|^5\.4\.[14]$/.test(code)
}

/** A refusal at the door, in the words of the server's reply (RFC 5321 §4.2.1). */
export const saysNobodyThere = (reply: string): boolean =>
  /^\s*5\d\d(?!\d)/.test(reply) && isDead(statusIn(reply), reply)

/** Mail systems that report in prose: who it was for stands near a status or a reply code, above the copy of the mail. */
function inWords(mail: OpenedMail): Bounce[] {
  const all = body(mail)
  const cut = all.search(copyBegins)
  const text = cut > 0 ? all.slice(0, cut) : all
  const failed = every(mail.headers, 'x-failed-recipients')
    .flatMap((value) => value.split(','))
    .map((one) => parseEmailAddress(one))
    .filter((one) => one !== undefined)
  const own = ['to', 'delivered-to', 'x-original-to']
    .flatMap((name) => every(mail.headers, name))
    .flatMap((value) => value.toLowerCase().match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? [])
  const named = failed.length > 0 ? failed : recipientsIn(text, own)
  const code = statusIn(text)
  const delayed =
    /\b(?:delay(?:ed)?|will (?:be retried|keep trying|continue)|still (?:be )?(?:trying|retry)|not yet been delivered|no action is required)\b/i.test(
      `${first(mail.headers, 'subject') ?? ''} ${text.slice(0, 1500)}`,
    ) && !/giving up|permanent/i.test(text)
  const permanent = (words: string, known: string | undefined) => !delayed && isDead(known, words)
  if (named.length <= 1)
    return named.length === 0 && code === undefined && cut === -1 && text === ''
      ? []
      : [
          {
            ...(named[0] && { recipient: named[0] }),
            ...(code !== undefined && { status: code }),
            permanent: permanent(text, code),
          },
        ]
  return named.map((recipient) => {
    const at = text.toLowerCase().indexOf(recipient.toLowerCase())
    const near = text.slice(at, at + 600)
    const known = statusIn(near) ?? code
    return { recipient, ...(known !== undefined && { status: known }), permanent: permanent(near, known) }
  })
}
/** Marked addresses first (`<a@b>: …`, one alone on its line), any other only where none is marked; never our own. */
function recipientsIn(text: string, own: readonly string[]): EmailAddress[] {
  const theirs = (matches: Iterable<RegExpMatchArray>) => {
    const all = [...matches]
      .map(([, address = '']) => parseEmailAddress(address.replace(/[.…]+$/, '')))
      .filter((one) => one !== undefined)
    return [...new Set(all)].filter((one) => !own.includes(one.toLowerCase()))
  }
  const marked = theirs([
    ...text.matchAll(/^[ \t]*(?:rcpt to:[ \t]*)?<([^<>\s@]{1,64}@[^<>\s@]{1,250})>/gim),
    ...text.matchAll(/^[ \t]*([^<>\s:;,"()@]{1,64}@[^<>\s:;,"()@]{1,250}\.[a-z]+)(?:[ \t]*$|:\s|\s+on\s)/gim),
  ])
  const any =
    marked.length > 0
      ? marked
      : theirs(
          text.matchAll(
            /(?<![^<>\s:;,"'()[\]])([^<>\s:;,"'()[\]@]{1,64}@[^<>\s:;,"'()[\]@]{1,250}\.[a-z]+)/gi,
          ),
        )
  const persons = any.filter((one) => !/^(?:postmaster|mailer-daemon|abuse|support)@/i.test(one))
  return (persons.length > 0 ? persons : any).slice(0, 20)
}

/** By what our own letter is known again in its report: Message-ID, ENVID (RFC 3464 §2.2.1), the addresses in its header. */
export function returned(mail: OpenedMail): Returned {
  const texts = [...mail.attached.map(({ text }) => text), body(mail)]
  const envelope = texts.flatMap(
    (text) => /^original-envelope-id:[ \t]*<?([^\s<>]{1,250})/im.exec(text.slice(0, 50_000))?.[1] ?? [],
  )
  return { ids: [original(mail) ?? [], envelope].flat(), texts }
}

/** The Message-ID of the mail that did not arrive: in the copy of it, or of its header, or quoted in the text. */
function original(mail: OpenedMail): string | undefined {
  for (const { type, text } of mail.attached) {
    if (
      !/^(?:message\/(?:global|rfc822|partial)|text\/rfc822-headers|message\/global-headers|message\/rfc822-headers)/.test(
        type,
      )
    )
      continue
    const id = messageIdIn(text)
    if (id !== undefined) return id
  }
  const report = mail.attached.find(({ type }) => type.endsWith('delivery-status'))?.text
  const stated = /^(?:x-original-message-id|original-message-id):\s*(<[^<>\s]+>)/im.exec(report ?? '')?.[1]
  return (
    stated ??
    messageIdIn(mail.text ?? '') ??
    messageIdIn(body(mail)) ??
    /<[^<>\s]+@[^<>\s]+>/.exec(first(mail.headers, 'in-reply-to') ?? '')?.[0] ??
    every(mail.headers, 'references')
      .join(' ')
      .match(/<[^<>\s]+@[^<>\s]+>/g)
      ?.at(-1)
  )
}
const messageIdIn = (text: string): string | undefined =>
  /^[ \t>|]*message-?id:[ \t]*(?:\n[ \t]+)?(<[^<>\s]+>)/im.exec(text.slice(0, 200_000))?.[1]
