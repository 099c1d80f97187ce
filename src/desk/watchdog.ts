import type { Trouble } from '../letters/letters.ts'
import { millis } from '../values/instant.ts'
import type { House } from './compose.ts'
import { nextLetter } from './numbers.ts'
import { waker } from './waker.ts'
import { seal } from './write-letters.ts'

/** Trouble that lasts this long is told to the team; what heals before was no news. */
const patience = 5 * 60_000
const every = 10_000

/** Tells the team once when something goes bad, and once when it is well again. */
export async function watchOurselves(house: House, signal: AbortSignal): Promise<void> {
  const told = new Map<string, Trouble>()
  const rest = waker()
  while (!signal.aborted) {
    const now = millis(house.world.now())
    const bad = house.troubles().filter((one) => now - millis(one.since) >= patience)
    const fresh = bad.filter((one) => !told.has(one.code))
    if (fresh.length > 0) await alarm(house, fresh, 'began')
    for (const one of fresh) told.set(one.code, one)
    const over = [...told.values()].filter(
      (one) => !house.troubles().some((other) => other.code === one.code),
    )
    if (over.length > 0) await alarm(house, over, 'over')
    for (const one of over) told.delete(one.code)
    await rest.sleep(every, signal)
  }
}

/** Keyed by what and since when: a desk that restarts in the middle of it does not repeat itself. */
async function alarm({ world }: House, troubles: readonly Trouble[], what: 'began' | 'over'): Promise<void> {
  const name = `alarm/${what}/${troubles.map((one) => `${one.code}@${one.since}`).join()}`
  await world.book.change(async (book) => {
    if (book.letters.some((letter) => letter.key.startsWith(name))) return book
    const around = { desk: world.who, now: world.now(), said: [] }
    const written = world.writeDeskLetter({ kind: 'alarm', around, troubles, over: what === 'over' })
    const letters = []
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
  })
}
