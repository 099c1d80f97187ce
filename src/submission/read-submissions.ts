import type { Message } from '../message/message.ts'
import type { Piece } from '../message/words.ts'
import type { EmailAddress } from '../values/names.ts'
import { answers, type Answer } from './answers.ts'
import { gathered } from './gather.ts'
import type { Submission } from './submission.ts'

export type Mail = {
  readonly pieces: readonly Piece[]
  readonly html?: readonly Piece[]
  readonly attached: readonly { readonly type: string; readonly text: string }[]
}
/** `asks`: the mail names a service to be listed or fills in the form, be it with nothing. */
export type Read = { readonly submissions: readonly Submission[]; readonly asks: boolean }

/** What one mail claims, one submission a service. In an answer to us there are no defaults: it gives what it gives. */
export function readSubmissions(
  mail: Mail,
  message: Pick<Message, 'answersUs' | 'author' | 'subject'>,
): Read {
  const own = (piece: Piece) => piece.by === 'author'
  const said = answers(mail.pieces, own)
  const submissions = gathered(said)
  const asks =
    said.some(({ asked }) => asked === 'domain') || new Set(said.map(({ asked }) => asked)).size >= 3
  const all =
    submissions.length > 0
      ? submissions
      : asks && !message.answersUs
        ? [{ claims: {}, sources: {}, problems: [] }]
        : []
  return {
    submissions: message.answersUs ? all : all.map((one) => withSender(one, message.author?.address)),
    asks,
  }
}

/** The author's own address stands in where he gave none; a wrong one is his to mend. */
function withSender(submission: Submission, sender: EmailAddress | undefined): Submission {
  if (
    sender === undefined ||
    submission.claims['admin.email'] !== undefined ||
    submission.problems.some(({ field }) => field === 'admin.email')
  )
    return submission
  return {
    ...submission,
    claims: { ...submission.claims, 'admin.email': sender },
    sources: { ...submission.sources, 'admin.email': { line: 0, raw: sender, confidence: 'sure' } },
  }
}
export type { Answer }
