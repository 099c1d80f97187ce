import { htmlToText } from '../message/html.ts'
import type { Message } from '../message/message.ts'
import { pieces as piecesOf, type Piece } from '../message/words.ts'
import type { EmailAddress } from '../values/names.ts'
import { answers, headed, type Answer, type FormLine } from './answers.ts'
import { attachedCard, cards } from './cards.ts'
import { disagreeing } from './disagree.ts'
import { read } from './field-values.ts'
import { forwardedLines, linesOf } from './form.ts'
import { gathered } from './gather.ts'
import type { Asked } from './labels.ts'
import { prose } from './prose.ts'
import { isAuthority, troubled } from './prose-words.ts'
import { isSoftware } from './software.ts'
import type { Submission } from './submission.ts'
import { unlabelled } from './unlabelled.ts'
import { tables } from './tables.ts'
import { parseDomainName } from '../values/domain-name.ts'

export type Mail = {
  readonly pieces: readonly Piece[]
  readonly html?: readonly Piece[]
  readonly attached: readonly { readonly type: string; readonly text: string }[]
}
/** `asks`: the mail names a service to be listed or fills in the form, be it with nothing. */
export type Read = { readonly submissions: readonly Submission[]; readonly asks: boolean }
type About = Pick<Message, 'answersUs' | 'author' | 'subject'>

/** What one mail claims, one submission a service. In an answer to us there are no defaults: it gives what it gives. */
export function readSubmissions(mail: Mail, about: About): Read {
  const own = fromLines(linesOf(mail.pieces), about)
  const beside = mail.html === undefined ? undefined : fromLines(linesOf(mail.html), about)
  const both =
    beside === undefined
      ? own
      : { submissions: disagreeing(own.submissions, beside.submissions), asks: own.asks || beside.asks }
  const chosen = names(both) || about.answersUs ? both : (handedOn(mail, about) ?? both)
  const given = withCards(chosen, mail, about)
  if (about.answersUs) return given
  const all =
    given.submissions.length > 0 || !given.asks
      ? given.submissions
      : [{ claims: {}, sources: {}, problems: [] }]
  return { submissions: all.map((one) => withSender(one, about.author?.address)), asks: given.asks }
}
const names = ({ submissions }: Read): boolean =>
  submissions.some(
    ({ claims, problems }) => claims.domain !== undefined || problems.some(({ field }) => field === 'domain'),
  )

/** One text: data pasted into it, then tables, then labels; items without labels or running text where those say little. */
function fromLines(lines: readonly FormLine[], about: About): Read {
  const pasted = cards(lines)
  const inCards = new Set(pasted.flatMap((card) => [...card.lines]))
  const open = lines.filter(({ number }) => !inCards.has(number))
  const grid = tables(open)
  const rest = open.filter(({ number }) => !grid.lines.has(number))
  const told = answers(rest)
  const labels = told.length < 3 ? [...told, ...headed(rest)] : told
  const said = [...pasted.filter(({ person }) => !person), ...pasted.filter(({ person }) => person)].flatMap(
    (card) => card.answers,
  )
  const every = [...said, ...grid.answers, ...labels]
  const few = new Set(every.map(({ asked }) => asked)).size < 3
  const items = few ? unlabelled(rest) : []
  if (items.length > 0) return { submissions: gathered(items), asks: true }
  if (about.answersUs) return { submissions: gathered(every.filter(isValue)), asks: false }
  const text = prose(rest, labels)
  const fill = few ? text.answers : text.answers.filter(({ asked }) => asked === 'domain')
  // `Please add our server: im.example.org, thank you` is a sentence and no form.
  const spoken = ({ asked, raw }: Answer) =>
    few &&
    asked === 'domain' &&
    read(asked, raw).is === 'wrong' &&
    fill.some((one) => one.asked === 'domain' && raw.includes(one.raw))
  const form = every.filter((one) => !spoken(one))
  const kinds = new Set(form.map(({ asked }) => asked))
  // Name, email and telephone stand in every order and every advertisement, `Server: …` in every call for help.
  const filled = kinds.size >= 3 && [...kinds].some((asked) => ours.has(asked))
  const trouble = text.trouble || troubled.test(about.subject)
  const asks = text.wish || filled || (kinds.has('domain') && !(trouble && kinds.size < 3))
  const all = [...fill.filter(({ asked }) => !kinds.has(asked) && (text.wish || kinds.size > 0)), ...form]
  const subject =
    kinds.has('domain') || all.some(({ asked }) => asked === 'domain')
      ? undefined
      : inSubject(about.subject, asks)
  return {
    submissions: gathered(subject === undefined ? all : [subject, ...all]),
    asks: asks || subject !== undefined,
  }
}

const ours: ReadonlySet<Asked> = new Set([
  'domain',
  'certificateAuthority',
  'directTlsPort',
  'admin.jid',
  'latitude',
  'longitude',
  'serverSoftware',
])
/** In an answer `Certificate: renewed yesterday` tells what was done; a name begins with a capital or is known. */
function isValue({ asked, raw }: Answer): boolean {
  if (asked !== 'certificateAuthority' && asked !== 'serverSoftware') return true
  return !/^\p{Ll}/u.test(raw) || isSoftware(raw) || isAuthority(raw)
}

/** `public XMPP service: [im.example.org]`, as the page of 2009 asked for it; any other Subject only beside a form. */
function inSubject(subject: string, asks: boolean): Answer | undefined {
  const [, named] =
    /^(?:\s*(?:fwd?|wg)\s*:)?\s*(?:new |submission:? |request:? )?public (?:xmpp|jabber|im) (?:service|server)s?\s*[:：]\s*\[?([^\s[\]]+)\]?\s*$/i.exec(
      subject,
    ) ?? []
  const only = (subject.match(/(?<![@\w./-])(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+(?![\w@])/gi) ?? []).filter(
    (one) => !/(?:^|\.)(?:jabber|xmpp)\.(?:org|net)$/i.test(one),
  )
  const title = [{ number: 0, text: subject.slice(0, 300), own: true }]
  const wished = prose(title)
  const labels = answers(title)
  const [label] = labels.filter(({ asked }) => asked === 'domain')
  const wish = wished.wish ? wished.answers.find(({ asked }) => asked === 'domain') : undefined
  const domain = named ?? label?.raw ?? wish?.raw ?? (asks && only.length === 1 ? only[0] : undefined)
  return domain === undefined || parseDomainName(domain) === undefined
    ? undefined
    : { asked: 'domain', raw: domain, line: 0, sure: false }
}

/** A mail in the mail: forwarded in the text, or as an attachment. Whoever hands it on is the submitter. */
function handedOn(mail: Mail, about: About): Read | undefined {
  const forwards = [
    forwardedLines(mail.pieces),
    forwardedLines(mail.html ?? []),
    ...mail.attached.flatMap(({ type, text }) =>
      type === 'message/rfc822' ? [inside(text)] : type === 'text/plain' ? [ownLines(text)] : [],
    ),
  ]
  for (const lines of forwards) {
    const found = lines.length === 0 ? undefined : fromLines(lines, { ...about, subject: '' })
    if (found?.asks === true) return found
  }
  return undefined
}
function inside(text: string): FormLine[] {
  const end = text.indexOf('\n\n')
  const body = end === -1 ? '' : text.slice(end + 2)
  return ownLines(/^\s*<(?:!doctype|html|body|div|p|table)\b/i.test(body) ? htmlToText(body) : body)
}
const ownLines = (text: string): FormLine[] =>
  piecesOf(text)
    .filter(({ by }) => by === 'author')
    .map((piece) => ({ number: piece.number, text: piece.text, own: true }))

/** Attached cards fill what the text left open: of the service, or of the person. */
function withCards(given: Read, mail: Mail, about: About): Read {
  const found = mail.attached
    .filter(
      ({ type }) => !type.startsWith('message/') && type !== 'text/rfc822-headers' && type !== 'text/plain',
    )
    .map(({ type, text }) => attachedCard(type, text))
    .filter((card) => card !== undefined)
  if (found.length === 0) return given
  const services = gathered(found.filter(({ person }) => !person).flatMap((card) => card.answers)).filter(
    ({ claims }) => claims.domain !== undefined,
  )
  const [person] = gathered(found.filter((card) => card.person).flatMap((card) => card.answers))
  const base = given.submissions.length > 0 ? given.submissions : about.answersUs ? [] : services
  const filled = base.map((one) =>
    fill(
      fill(
        one,
        services.find(({ claims }) => claims.domain === one.claims.domain),
      ),
      person,
    ),
  )
  return { submissions: filled, asks: given.asks || (!about.answersUs && services.length > 0) }
}
function fill(submission: Submission, from: Submission | undefined): Submission {
  if (from === undefined) return submission
  const wrong = submission.problems.map(({ field }) => field as string)
  const keep = <T extends object>(of: T) =>
    Object.fromEntries(Object.entries(of).filter(([field]) => !wrong.includes(field))) as T
  return {
    ...submission,
    claims: { ...keep(from.claims), ...submission.claims },
    sources: { ...keep(from.sources), ...submission.sources },
  }
}

/** The author's own address stands in where he gave none; a wrong one is his to mend. */
function withSender(submission: Submission, sender: EmailAddress | undefined): Submission {
  const given =
    submission.claims['admin.email'] !== undefined ||
    submission.problems.some(({ field }) => field === 'admin.email')
  if (sender === undefined || given) return submission
  return {
    ...submission,
    claims: { ...submission.claims, 'admin.email': sender },
    sources: { ...submission.sources, 'admin.email': { line: 0, raw: sender, confidence: 'sure' } },
  }
}
