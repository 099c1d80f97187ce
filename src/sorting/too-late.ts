import { firstLine } from '../commands/near.ts'
import { sameAddress } from '../values/email-address.ts'
import { askAgain, wordOf } from './as-owner.ts'
import { answer, quoted, type Mail } from './mail.ts'
import type { Said, Sorted } from './sorted.ts'

/** An answer to a letter whose time is over: it does nothing, and says so. An owner whose word is still wanted is asked afresh, at the box that we asked. */
export function tooLate(mail: Mail): Sorted[] {
  const { reading, room, author } = mail
  const { late } = room
  if (late === undefined) return []
  const { purpose } = late.letter
  const card = late.owner === 'desk' ? undefined : room.cards.card(late.owner)
  const about = card && { ticket: card.id, service: card.domain }
  const at = reading.message.receivedAt
  if (purpose === 'owner') {
    if (wordOf(mail) === undefined || card === undefined) return []
    const open = card.consentOpen || card.consentRefused
    const fresh = open ? [askAgain(late, card.id, 'once a day', at.slice(0, 10))] : []
    const said: Said = {
      line: 0,
      verb: 'consent',
      ...about,
      answer: open ? 'letter-over-fresh' : 'letter-over',
    }
    return [...fresh, ...answer(mail, 'transcript', [said])]
  }
  const ours = [...room.roster.reviewers, ...room.roster.team].some((one) => sameAddress(one, author))
  if (!ours || (purpose !== 'review' && purpose !== 'digest')) return []
  const first = firstLine(reading.message.written)
  return answer(mail, 'transcript', [
    {
      line: first?.number ?? 0,
      verb: 'words',
      ...(first && { quote: quoted(first.text) }),
      ...about,
      answer: 'letter-over',
    },
  ])
}
