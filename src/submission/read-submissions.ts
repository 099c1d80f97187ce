import { oneSpace } from '../values/spaces.ts'
import { htmlToText } from '../message/html.ts'
import { pieces as piecesOf, type Piece } from '../message/words.ts'
import type { EmailAddress } from '../values/names.ts'
import type { FormLine } from './answers.ts'
import { attachedCard } from './cards.ts'
import { disagreeing } from './disagree.ts'
import { forwardedLines, linesOf } from './form.ts'
import { gathered } from './gather.ts'
import { oneText, type About, type Read } from './one-text.ts'
import { missing, type Submission } from './submission.ts'

export type Mail = {
  readonly pieces: readonly Piece[]
  readonly html?: readonly Piece[]
  readonly attached: readonly { readonly type: string; readonly text: string }[]
}
/** `desk`: our own address, which stands at the foot of our letters. */
type From = About & { readonly desk: EmailAddress }

/** What one mail claims, one submission a service. In an answer to us there are no defaults: it gives what it gives. */
export function readSubmissions(mail: Mail, about: From): Read {
  const own = oneText(linesOf(mail.pieces), about, isOurLetter(mail.pieces, about))
  const beside =
    mail.html === undefined || (isWhole(own, about) && saysNothingElse(mail.pieces, mail.html))
      ? undefined
      : oneText(linesOf(mail.html), about, isOurLetter(mail.html, about))
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
/** A letter of ours stands in it as if the author had written it: our foot is not quoted. */
const isOurLetter = (pieces: readonly Piece[], { answersUs, desk }: From): boolean =>
  answersUs &&
  pieces.some(
    ({ by, text }) =>
      (by === 'author' || by === 'furniture') &&
      !/^\s*>|[<>:]/.test(text) &&
      text.trimEnd().endsWith(`, ${desk}`),
  )
/** Nothing is open: what the HTML part says in the same words could add nothing. */
const isWhole = ({ submissions }: Read, about: About): boolean =>
  !about.answersUs &&
  submissions.length > 0 &&
  submissions.every(({ claims, problems }) => problems.length === 0 && missing(claims).length === 0)
/** All of one part stands in the other, word for word and in one piece. */
function saysNothingElse(text: readonly Piece[], html: readonly Piece[]): boolean {
  const [whole, part] = [text, html].map((pieces) =>
    oneSpace(
      pieces.map((piece) => `${piece.by === 'author' ? '' : piece.by} ${piece.text}`).join(' '),
    ).trim(),
  ) as [string, string]
  return whole.includes(part)
}
const names = ({ submissions }: Read): boolean =>
  submissions.some(
    ({ claims, problems }) => claims.domain !== undefined || problems.some(({ field }) => field === 'domain'),
  )

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
    const found = lines.length === 0 ? undefined : oneText(lines, { ...about, subject: '' })
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
