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
/**
 * Did this process get the processor whenever it wanted it? Asked beside what was timed: on a machine that others use a
 * time proves nothing either way, so only a very long one fails there, and the figure says so.
 */
export function quiet(): boolean {
  const [began, used] = [performance.now(), process.cpuUsage()]
  for (;;) {
    const { user, system } = process.cpuUsage(used)
    const ours = (user + system) / 1000
    if (ours > 100) return performance.now() - began < ours * 1.25
  }
}
/** The limit of a time in seconds that was measured between two looks at the machine, and what to say of it. */
export const timed = (limit: number, ...looks: readonly boolean[]): { limit: number; said: string } =>
  looks.every(Boolean)
    ? { limit, said: '' }
    : { limit: limit * 20, said: ' (not proved on quiet cores: others used the machine)' }
