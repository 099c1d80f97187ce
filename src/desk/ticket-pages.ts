import { words } from '../checks/words.ts'
import { ticketView } from '../listing/ticket-view.ts'
import { waiting } from '../ticket/card.ts'
import { latest } from '../ticket/known.ts'
import { standing } from '../ticket/standing.ts'
import { pageToken, pageOwner } from '../tokens/tokens.ts'
import type { WebOptions } from '../web/server.ts'
import { maildirMails } from '../web/mails.ts'
import type { House } from './compose.ts'
import { monthOf } from './month.ts'

/** What the page server asks of the desk: the ticket behind a link; in embedded mode all of them. */
export function ticketPages({ config, world, pages }: House): Pick<WebOptions, 'ticketPage' | 'embedded'> {
  return {
    async ticketPage(token) {
      const id = pageOwner(world.secret, token)
      const ticket = id === undefined ? undefined : await world.tickets.read(id)
      if (ticket === undefined) return undefined
      const now = world.now()
      const month = await monthOf(world, ticket)
      const run = latest(ticket, 'checked')?.run
      const evidence = run === undefined ? undefined : await world.evidence.get(ticket.id, run)
      return ticketView({
        ticket,
        standing: standing(ticket, world.policy, now),
        policy: world.policy,
        now,
        pages,
        inWords: (outcome) => words(outcome, evidence),
        ...month,
      })
    },
    ...(config.embedded && {
      embedded: {
        ...('maildir' in config.mailbox &&
          'maildir' in config.outgoing && {
            mails: maildirMails({ in: config.mailbox.maildir, out: config.outgoing.maildir }),
          }),
        tickets: async () =>
          world.cards.all().map((card) => ({
            id: card.id,
            domain: card.domain,
            stage: card.stage,
            since: card.since,
            waitsFor: [waiting(card)],
            page: `ticket/${pageToken(world.secret, card.id)}`,
          })),
      },
    }),
  }
}
