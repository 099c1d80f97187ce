import { seconds } from '../values/instant.ts'
import { endpoints, probeLiveness } from './liveness.ts'
import type { ProbeTools } from './tools.ts'

/** How many of our reference targets answer right now, probed in the same way as a service is watched. */
export async function askReferences(
  tools: ProbeTools,
  signal: AbortSignal,
): Promise<{ readonly asked: number; readonly answered: number }> {
  const probing = { ...tools, timeout: seconds(10), signal }
  const answers = await Promise.all(
    tools.references.map(async (reference) => {
      const { c2s } = await endpoints(reference, probing)
      const first = c2s[0]
      return first !== undefined && (await probeLiveness(reference, first, probing)).outcome === 'up'
    }),
  )
  return { asked: answers.length, answered: answers.filter(Boolean).length }
}
