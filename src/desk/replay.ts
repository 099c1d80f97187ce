import type { MailReader } from '../intake/pool.ts'
import type { Reading } from '../sorting/reading.ts'
import type { House } from './compose.ts'
import { take } from './take.ts'
import { mailWorker } from './mail-worker.ts'
import { RefusedError } from './refused.ts'

/** `kind`: what it turned out to be; then it is out of the quarantine. Else why it stays there. */
export type Replayed =
  | { readonly done: true; readonly kind: Reading['kind'] }
  | { readonly done: false; readonly why: string }

/**
 * A mail of the quarantine once more: read, sorted and acted on as if it had arrived when it did. Only then is it removed,
 * so that a crash in between costs nothing: acting on a mail twice adds nothing (its facts have the ids they had).
 * `worker`: of the running desk; without one a worker is started for this mail.
 */
export async function replay(house: House, id: string, worker?: MailReader): Promise<Replayed> {
  const { desk, world, quarantine } = house
  const entry = await quarantine.get(id)
  if (entry === undefined) throw unknown(id)
  const { about, bytes } = entry
  if (about.size > bytes.byteLength)
    return {
      done: false,
      why: `only the first ${bytes.byteLength} of its ${about.size} bytes were fetched: it is too big`,
    }
  const raw = await world.mail.put(bytes) // the ticket will name it
  const own = worker === undefined ? mailWorker(house.config) : undefined
  try {
    const answer = await (worker ?? (own as MailReader)).read(bytes, about.at)
    if ('failed' in answer) return { done: false, why: `${answer.failed}: ${answer.detail}` }
    await take(desk, answer.read, { who: 'everybody' })
    await quarantine.remove(id)
    await world.book.change((before) => {
      const { [raw]: _, ...attempts } = before.attempts
      return { ...before, attempts }
    })
    world.log.info('mail replayed', { mail: raw.slice(0, 12), kind: answer.read.kind })
    return { done: true, kind: answer.read.kind }
  } finally {
    await own?.close()
  }
}

/** What a person may look at: the mail's beginning, at most 64 KB, as base64 (the control socket carries text). */
export async function lookAt({ quarantine }: House, id: string) {
  const entry = await quarantine.get(id)
  if (entry === undefined) throw unknown(id)
  return { about: entry.about, beginning: Buffer.from(entry.bytes.subarray(0, 65_536)).toString('base64') }
}
export type LookedAt = Awaited<ReturnType<typeof lookAt>>

const unknown = (id: string): RefusedError =>
  new RefusedError(`there is no ${id} in the quarantine: "vouch quarantine list" shows what is.`)
