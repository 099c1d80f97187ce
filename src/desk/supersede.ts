import type { House } from './compose.ts'

/** One service, one entry: when another operator's ticket for it is listed, the older one leaves the list. */
export function supersede({ desk, world }: House): void {
  desk.onChange((card, before) => {
    if (card.stage !== 'listed' || before?.stage === 'listed') return
    for (const other of world.cards.about(card.domain))
      if (other.id !== card.id && (other.stage === 'listed' || other.stage === 'suspended'))
        desk
          .tell(other.id, [{ id: `superseded:${card.id}`, at: world.now(), kind: 'superseded', by: card.id }])
          .catch((error: unknown) => world.log.error('supersede', { error: String(error) }))
  })
}
