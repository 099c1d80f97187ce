import type { Card } from '../ticket/card.ts'
import type { Desk } from './desk.ts'
import { faultOf } from './log.ts'

type Rule = { readonly desk: Desk }
const published = ({ stage }: Card) => stage === 'listed' || stage === 'suspended'

/** One service, one entry: when another operator's ticket for it is listed, the older one leaves the list. */
export function supersede({ desk }: Rule): void {
  const failed = (error: unknown) => desk.world.log.error('supersede', faultOf(error))
  desk.onChange((card, before) => {
    if (card.stage === 'listed' && before?.stage !== 'listed') leaveTo(desk, card).catch(failed)
  })
  supersedeLeft({ desk }).catch(failed)
}

/** The same, for what a crash between the two writes left: of several entries the one listed last stays. */
export async function supersedeLeft({ desk }: Rule): Promise<void> {
  const { cards } = desk.world
  for (const { domain } of cards.all().filter((card) => card.stage === 'listed')) {
    const [first, ...more] = cards.about(domain).filter((card) => card.stage === 'listed')
    if (first !== undefined)
      await leaveTo(
        desk,
        more.reduce((last, card) => (listedAt(card) > listedAt(last) ? card : last), first),
      )
  }
}
const listedAt = (card: Card): string => card.decided?.at ?? ''

async function leaveTo(desk: Desk, card: Card): Promise<void> {
  for (const other of desk.world.cards.about(card.domain))
    if (other.id !== card.id && published(other))
      await desk.tell(other.id, [
        { id: `superseded:${card.id}`, at: desk.world.now(), kind: 'superseded', by: card.id },
      ])
}
