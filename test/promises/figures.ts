import { appendFileSync } from 'node:fs'

/** How many of something: reduced by default, more when the runner asks for everything. */
export const count = (name: string, reduced: number, full: number): number => {
  const given = process.env[`VOUCH_${name}`]
  if (given !== undefined) return Number(given)
  return process.env['VOUCH_PROMISES'] === 'full' ? full : reduced
}
/** A measured figure for the table of promises. */
export function figure(promise: string, text: string): void {
  const file = process.env['VOUCH_FIGURES']
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ promise, text })}\n`)
}
/** Numbers that look random and are the same every time. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
