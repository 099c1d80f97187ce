import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Delivery, Letter } from '../ticket/letter.ts'
import { openLetter, type Received } from './people.ts'
import type { EmbeddedWorld } from './world/world.ts'

/** Everything must have happened by then; usually it takes a little over ten seconds. */
export const patience = 45_000

/** Where the play happens: letters that leave the desk arrive here, are opened and kept, and whoever waits for one has it. */
export type Stage = {
  readonly folder: string
  readonly world: EmbeddedWorld
  readonly say: (who: string, what: string) => void
  readonly letters: Received[]
  waiting: { readonly wants: (letter: Received) => boolean; readonly done: (letter: Received) => void }[]
}

/** A letter has left the desk: its recipient opens it, and it is kept as files to look at. */
export async function delivered(stage: Stage, letter: Letter, delivery: Delivery): Promise<void> {
  if (delivery.state !== 'sent') return
  const received = await openLetter(join(stage.folder, 'sent'), letter.messageId, letter.kind)
  if (received === undefined) return
  stage.letters.push(received)
  const name = `${String(stage.letters.length).padStart(2, '0')} ${letter.kind} to ${received.to}`
  for (const [ending, content] of [
    ['txt', `Subject: ${received.subject}\n\n${received.text}`],
    ['html', received.html],
    ['eml', received.raw],
  ] as const)
    writeFileSync(join(stage.folder, 'letters', `${name}.${ending}`), content)
  stage.say('letter', `${received.to}: "${received.subject}"`)
  const [fits, rest] = [
    stage.waiting.filter((one) => one.wants(received)),
    stage.waiting.filter((one) => !one.wants(received)),
  ]
  stage.waiting = rest
  for (const one of fits) one.done(received)
}
/** The letter of this kind to this person about this service; also one that came before. */
export function letterOf(stage: Stage, kind: string, to: string, about: string): Promise<Received> {
  const wants = (letter: Received) =>
    letter.kind === kind &&
    letter.to === to &&
    (letter.subject.includes(about) || letter.text.includes(about))
  const there = stage.letters.find(wants)
  if (there) return Promise.resolve(there)
  return new Promise((done, failed) => {
    const late = setTimeout(
      () => failed(new Error(`no letter "${kind}" to ${to} about ${about} in ${patience / 1000} s`)),
      patience,
    )
    stage.waiting.push({ wants, done: (letter) => (clearTimeout(late), done(letter)) })
  })
}
