import type { Config } from '../config.ts'
import { StoreError } from '../store/ports.ts'
import { askDesk, type Ask } from './control.ts'

/** Asks the running desk; when none runs, opens the data folder, answers, and lets it go. @throws StoreError with a line for people */
export async function ask(config: Config, question: Ask): Promise<unknown> {
  const answered = await askDesk(config.data, question)
  if (answered?.ok === true) return answered.result
  if (answered !== undefined) throw new StoreError('unwritable', config.data, answered.why)
  const [{ openHouse }, { answersOf }] = await Promise.all([import('./compose.ts'), import('./asks.ts')]) // the whole house: only when it is needed
  const house = await openHouse(config, 'silent')
  try {
    const answer = answersOf(house)[question.ask]
    if (answer === undefined) throw new Error(`no answer to ${question.ask}`)
    return await answer(question)
  } finally {
    await house.release()
  }
}
