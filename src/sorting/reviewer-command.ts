import type { Command } from '../commands/command.ts'
import type { Fact } from '../ticket/fact.ts'
import type { Card } from '../ticket/card.ts'
import { allChecks } from '../checks/all-checks.ts'
import { isClosed } from '../ticket/standing.ts'
import { sameAddress } from '../values/email-address.ts'
import { plus, type Duration, type Instant } from '../values/instant.ts'
import type { EmailAddress, TicketId } from '../values/names.ts'
import type { SaidAnswer } from './sorted.ts'

export type Speaker = {
  readonly id: string // of the fact to be
  readonly at: Instant
  readonly by: EmailAddress
  readonly proven: boolean
  readonly card: Card | undefined
  readonly revision: string | undefined // that he was shown
  readonly undoWindow: Duration
  readonly shown: (id: TicketId, reviewer: EmailAddress, revision: string) => boolean
}
type Heard = { readonly answer: SaidAnswer; readonly fact?: Fact }

/** One command of a reviewer, by mail or on the command line: the fact it makes, or why it makes none. */
export function reviewerCommand(command: Command, who: Speaker): Heard {
  const { card, revision, by } = who
  if (command.verb === 'help') return { answer: 'status' }
  if (!who.proven) return { answer: 'not-proven' }
  if (card === undefined || revision === undefined) return { answer: 'no-such-row' }
  if (command.verb === 'status') return { answer: 'status' }
  if ([card.operator, ...card.colleagues].some((own) => sameAddress(by, own)))
    return { answer: 'own-service' }
  const free = command.verb === 'note' || command.verb === 'ask' || command.verb === 'answer'
  if (isClosed(card.stage) && !free) return { answer: 'closed' }
  return obeyed(command, who, card, revision)
}

const endsHold = (verb: string, card: Card): boolean => verb !== 'hold' && card.held !== undefined

function obeyed(command: Command, who: Speaker, card: Card, revision: string): Heard {
  const base = { id: who.id, at: who.at, by: who.by }
  const done = (fact: Fact): Heard => ({ answer: 'done', fact })
  const last = card.votes.find((vote) => sameAddress(vote.by, who.by))
  switch (command.verb) {
    case 'approve':
    case 'reject':
    case 'hold':
      if (revision !== card.revision) return { answer: 'changed-since' }
      if (command.verb === 'approve' && !who.shown(card.id, who.by, revision))
        return { answer: 'not-seen-yet' } // digest row of a review never sent to him
      // Said again after somebody's hold it is news: it ends the hold.
      if (last?.vote === command.verb && last.revision === revision && !endsHold(command.verb, card))
        return { answer: 'already' }
      return done({
        ...base,
        kind: 'voted',
        vote: command.verb,
        revision,
        ...('argument' in command && { reason: command.argument }),
      })
    case 'undo':
      if (last === undefined) return { answer: 'nothing-to-undo' }
      return plus(last.at, who.undoWindow) < who.at
        ? { answer: 'too-late' }
        : done({ ...base, kind: 'vote-undone' })
    case 'waive':
      if (!allChecks.some((check) => check.id === command.check)) return { answer: 'no-such-check' }
      return done({ ...base, kind: 'waived', check: command.check, why: command.argument })
    case 'recheck':
      return done({ ...base, kind: 'recheck-asked' })
    case 'note':
      return done({ ...base, kind: 'said', to: 'nobody', text: command.argument })
    case 'ask':
      return done({ ...base, kind: 'said', to: 'operator', text: command.argument })
    case 'answer':
      return done({ ...base, kind: 'said', to: 'operator', text: command.argument, answer: true })
    case 'phone ok':
      return done({ ...base, kind: 'phone-verified', note: command.argument })
    case 'assign me':
      return done({ id: base.id, at: base.at, kind: 'assigned', to: base.by })
    case 'colleague':
    case 'confirm':
    case 'deny':
    case 'help':
    case 'maintenance':
    case 'no reports':
    case 'resend':
    case 'status':
    case 'withdraw':
      return { answer: 'not-yours' }
  }
}
