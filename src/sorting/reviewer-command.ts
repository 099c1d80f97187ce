import type { Command } from '../commands/command.ts'
import type { Fact } from '../ticket/fact.ts'
import type { Card } from '../ticket/card.ts'
import { isClosed } from '../ticket/standing.ts'
import { sameAddress } from '../values/email-address.ts'
import type { Instant } from '../values/instant.ts'
import type { EmailAddress, TicketId } from '../values/names.ts'
import type { SaidAnswer } from './sorted.ts'

export type Speaker = {
  readonly id: string // of the fact to be
  readonly at: Instant
  readonly by: EmailAddress
  readonly proven: boolean
  readonly card: Card | undefined
  readonly revision: string | undefined // that he was shown
  readonly shown: (id: TicketId, reviewer: EmailAddress, revision: string) => boolean
}

/** One command of a reviewer, by mail or on the command line: the fact it makes, or why it makes none. */
export function reviewerCommand(
  command: Command,
  who: Speaker,
): { readonly answer: SaidAnswer; readonly fact?: Fact } {
  const { card, revision, by } = who
  if (command.verb === 'help') return { answer: 'status' }
  if (!who.proven) return { answer: 'not-proven' }
  if (card === undefined || revision === undefined) return { answer: 'no-such-row' }
  const base = { id: who.id, at: who.at, by }
  const done = (fact: Fact) => ({ answer: 'done' as const, fact })
  switch (command.verb) {
    case 'approve':
    case 'reject':
    case 'hold':
      if (sameAddress(by, card.operator)) return { answer: 'own-service' }
      if (isClosed(card.stage)) return { answer: 'closed' }
      if (revision !== card.revision) return { answer: 'changed-since' }
      if (command.verb === 'approve' && !who.shown(card.id, by, revision)) return { answer: 'not-seen-yet' } // digest row of a review never sent to him
      return done({
        ...base,
        kind: 'voted',
        vote: command.verb,
        revision,
        ...('argument' in command && { reason: command.argument }),
      })
    case 'undo':
      return done({ ...base, kind: 'vote-undone' })
    case 'waive':
      return done({ ...base, kind: 'waived', check: command.check, why: command.argument })
    case 'recheck':
      return done({ ...base, kind: 'recheck-asked' })
    case 'note':
      return done({ ...base, kind: 'said', to: 'nobody', text: command.argument })
    case 'ask':
    case 'answer':
      return done({ ...base, kind: 'said', to: 'operator', text: command.argument })
    case 'phone ok':
      return done({ ...base, kind: 'phone-verified', note: command.argument })
    case 'assign me':
      return done({ id: base.id, at: base.at, kind: 'assigned', to: by })
    case 'status':
      return { answer: 'status' }
    case 'withdraw':
    case 'resend':
    case 'confirm':
    case 'deny':
    case 'no reports':
    case 'maintenance':
      return { answer: 'not-yours' }
  }
}
