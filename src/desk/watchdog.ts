import type { Trouble } from '../letters/letters.ts'
import type { Letter } from '../ticket/letter.ts'
import type { DeskBook } from '../store/ports.ts'
import { millis } from '../values/instant.ts'
import type { House } from './compose.ts'
import { nextLetter } from './numbers.ts'
import { waker } from './waker.ts'
import { seal } from './write-letters.ts'
import type { World } from './world.ts'

/** Trouble that lasts this long is told to the team; what heals before was no news. */
const patience = 5 * 60_000
const every = 10_000

/** Tells the team once when something goes bad, and once when it is well again. */
export async function watchOurselves(house: House, signal: AbortSignal): Promise<void> {
  const look = watchdog(house.world, house.troubles)
  const rest = waker()
  while (!signal.aborted) {
    await look()
    await rest.sleep(every, signal)
  }
}

/**
 * One look. What was told and is not over stands in the book. A desk that has just started has seen nothing yet: that a
 * trouble is over counts when it was seen bad by this process and then not, or not for as long as `patience`.
 */
export function watchdog(world: World, troubles: () => readonly Trouble[]): () => Promise<void> {
  const seen = new Set<string>()
  let began: number | undefined
  return async () => {
    const now = millis(world.now())
    began ??= now
    const settled = now - began >= patience
    const bad = troubles()
    for (const { code } of bad) seen.add(code)
    const { alarms = [] } = world.book.read()
    const fresh = bad.filter(
      ({ code, since }) => now - millis(since) >= patience && !alarms.some((one) => one.code === code),
    )
    const over = alarms.filter(
      ({ code }) => (settled || seen.has(code)) && !bad.some((one) => one.code === code),
    )
    if (fresh.length + over.length === 0) return
    await world.book.change(async (book) => {
      const told = await alarm(world, await alarm(world, book, fresh, 'began'), over, 'over')
      const open = alarms.filter((one) => !over.includes(one))
      return { ...told, alarms: [...open, ...fresh] }
    })
  }
}

/** The letters about these troubles, one a person; the book with them. */
async function alarm(
  world: World,
  book: DeskBook,
  troubles: readonly Trouble[],
  what: 'began' | 'over',
): Promise<DeskBook> {
  if (troubles.length === 0) return book
  const name = `alarm/${what}/${troubles.map((one) => `${one.code}@${one.since}`).join()}`
  if (book.letters.some((letter) => letter.key.startsWith(name))) return book
  const around = { desk: world.who, now: world.now(), said: [] }
  const written = world.writeDeskLetter({ kind: 'alarm', around, troubles, over: what === 'over' })
  const letters: Letter[] = []
  for (const to of world.roster.team)
    letters.push(
      await seal(
        world,
        'desk',
        nextLetter(book) + letters.length,
        { key: `${name}/${to}`, kind: 'alarm', to, purpose: 'nothing' },
        written,
        [],
      ),
    )
  return { ...book, letters: [...book.letters, ...letters] }
}
