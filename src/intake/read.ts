import { readCommands, type Commands } from '../commands/read-commands.ts'
import { yesOrNo } from '../commands/yes-or-no.ts'
import { understand, type Reader, type Understood } from '../message/understand.ts'
import { written } from '../message/words.ts'
import type { Reading } from '../sorting/reading.ts'
import { readSubmissions } from '../submission/read-submissions.ts'
import type { Instant } from '../values/instant.ts'
import { decodeWords } from './charset.ts'
import type { Resolve } from './dkim.ts'
import { open } from './open.ts'

/** `resolve` looks up TXT records for DKIM; without it there are no signatures. */
export type ReadContext = Reader & { readonly resolve?: Resolve }
/** `detail` is for logs and the quarantine: one short line, no words of the mail. */
export type ReadOutcome =
  | { readonly read: Reading }
  | { readonly failed: 'crashed' | 'too-big' | 'too-slow' | 'not-mail'; readonly detail: string }

/** One mail to what it says, in this process. The desk uses pool.ts, which runs this where a hostile mail can do no harm. */
export async function readMail(
  bytes: Uint8Array,
  receivedAt: Instant,
  context: ReadContext,
): Promise<ReadOutcome> {
  const opened = await open(
    bytes,
    receivedAt,
    context.authenticate.with === 'dkim' ? context.resolve : undefined,
  )
  if ('refused' in opened) return { failed: opened.refused, detail: opened.detail }
  const understood = understand(opened, context, decodeWords)
  const { message } = understood
  if (message.kind !== 'person')
    return { read: { kind: message.kind, message, submissions: [], commands: [] } }
  const { commands, unclear, unread } = commandsOf(understood)
  const word = commands.length === 0 && unclear === undefined ? wordOf(understood) : undefined
  const { submissions, asks } = readSubmissions(
    { ...understood, attached: opened.attached },
    { ...message, desk: context.address },
  )
  const kind = message.answersUs ? 'reply' : asks ? 'submission' : 'other'
  return {
    read: {
      kind,
      message,
      submissions: kind === 'other' ? [] : submissions,
      commands,
      ...(unclear !== undefined && { unclear }),
      ...(unread !== undefined && { unread }),
      ...(word !== undefined && { yesOrNo: word }),
    },
  }
}

/** A mail whose two parts say different commands shows one of them to its author and another to us: neither counts. */
function commandsOf({ message, html }: Understood): Commands {
  const plain = readCommands(message.written)
  if (html === undefined || plain.commands.length === 0) return plain
  const other = readCommands(written(html))
  const words = ({ commands }: Commands) => commands.map(({ verb, row }) => `${row ?? ''} ${verb}`).join()
  const same = other.commands.length === 0 ? other.unclear === undefined : words(other) === words(plain)
  return same ? plain : { commands: [], unclear: 'opposite' }
}

/** As of commands: both parts must say it. */
function wordOf({ message, html }: Understood): 'confirm' | 'deny' | undefined {
  const plain = yesOrNo(message.written)
  return html === undefined || plain === undefined || yesOrNo(written(html)) === plain ? plain : undefined
}
