import { words } from '../checks/words.ts'
import { ticketView } from '../listing/ticket-view.ts'
import { waiting } from '../ticket/card.ts'
import { latest } from '../ticket/known.ts'
import { standing } from '../ticket/standing.ts'
import { pageToken, pageOwner } from '../tokens/tokens.ts'
import type { WebOptions } from '../web/server.ts'
import type { House } from './compose.ts'

/** What the page server asks of the desk: the ticket behind a link; in embedded mode all of them. */
export function ticketPages({ config, world }: House): Pick<WebOptions, 'ticketPage' | 'embedded'> {
  return {
    async ticketPage(token) {
      const id = pageOwner(world.secret, token)
      const ticket = id === undefined ? undefined : await world.tickets.read(id)
      if (ticket === undefined) return undefined
      const now = world.now()
      const figures = latest(ticket, 'uptime')?.figures
      return ticketView({
        ticket,
        standing: standing(ticket, world.policy, now),
        policy: world.policy,
        now,
        inWords: (outcome) => words(outcome),
        ...(figures && { figures }),
      })
    },
    ...(config.embedded && {
      embedded: {
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
