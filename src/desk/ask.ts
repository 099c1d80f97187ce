import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { StoreError } from '../store/ports.ts'
import { askDesk, type Ask } from './control.ts'
import { RefusedError } from './refused.ts'

/** Asks the running desk; when none runs, opens the data folder, answers, and lets it go. @throws StoreError, RefusedError with a line for people */
export async function ask(config: Config, question: Ask): Promise<unknown> {
  const answered = await askDesk(config.data, question)
  if (answered?.ok === true) return answered.result
  if (answered !== undefined) throw errorOf(answered, config.data)
  const [{ openHouse }, { answersOf }] = await Promise.all([import('./compose.ts'), import('./asks.ts')]) // the whole house: only when it is needed
  const house = await openHouse(config, 'silent', question.ask === 'invite' ? 'begin' : 'find').catch(
    (error: unknown) => {
      throw error instanceof StoreError && error.kind === 'locked' ? silent(error, config.data) : error
    },
  )
  try {
    const answer = answersOf(house)[question.ask]
    if (answer === undefined) throw new Error(`no answer to ${question.ask}`)
    return await answer(question)
  } finally {
    await house.keptCards.keep()
    await house.release()
  }
}
/** A desk that has the folder and was not heard just now. */
const silent = ({ file, message }: StoreError, data: string): StoreError =>
  existsSync(join(data, 'desk.sock'))
    ? new StoreError('locked', file, message)
    : new StoreError(
        'locked',
        file,
        `${data} is in use by another vouch whose desk.sock is not there. A desk makes it anew within ten seconds: ask again then, and restart it if that does not help.`,
      )

type Failed = Extract<Awaited<ReturnType<typeof askDesk>>, { ok: false }>
/** What went wrong over there, as if it had gone wrong here. */
function errorOf({ kind, why }: Failed, data: string): Error {
  if (kind === 'refused') return new RefusedError(why)
  if (kind === 'damaged' || kind === 'unwritable' || kind === 'locked') return new StoreError(kind, data, why)
  return new Error(`in the running desk: ${why}`) // its log has no more of it
}
