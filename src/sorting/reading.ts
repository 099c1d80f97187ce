import type { Command } from '../commands/command.ts'
import type { Line, Message } from '../message/message.ts'
import type { Submission } from '../submission/submission.ts'

/** What intake understood of one mail: made in the mail worker, plain data, crosses the process border. `vouch parse` shows it. */
export type Reading = {
  readonly kind: 'submission' | 'reply' | 'automatic' | 'bounce' | 'other'
  readonly message: Message
  readonly submissions: readonly Submission[]
  readonly commands: readonly Command[]
  /** Why what looks like a command is none: two opposite ones, a look-alike. The caller asks. */
  readonly unclear?: 'opposite' | 'look-alike'
  /** Lines that name a row of a digest and are no command. */
  readonly unread?: readonly Line[]
  /** A first line that is a yes or a no in some language: a word only for whom we asked one. */
  readonly yesOrNo?: 'confirm' | 'deny'
}
