import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { listening, type Listening } from './listening.ts'

/** One number of now, with its labels. Names as Prometheus wants them: `vouch_tickets`, unit at the end. */
export type Reading = {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[]
}
export type MetricsOptions = {
  readonly listen: string
  /** Asked at every scrape. */
  readonly readings: () => readonly Reading[] | Promise<readonly Reading[]>
  /** What is wrong with the desk; empty when it is well. Sentences for a human, no personal data. */
  readonly troubles: () => readonly string[]
}

/** `/healthz` (200, or 503 with what is wrong; then the ages and numbers, for people) and `/metrics`, on a listener of their own: these are for the house, not for the public. */
export async function startMetrics({ listen, readings, troubles }: MetricsOptions): Promise<Listening> {
  const process = new Registry()
  collectDefaultMetrics({ register: process })
  const app = new Hono()
  app.get('/healthz', async (context) => {
    const wrong = troubles()
    const numbers = (await readings()).flatMap(({ name, values: [first] }) =>
      first === undefined || first.labels !== undefined
        ? []
        : [`${name.replace(/^vouch_/, '').replaceAll('_', ' ')}: ${first.value}`],
    )
    return context.text(
      `${[...(wrong.length === 0 ? ['well'] : wrong), '', ...numbers].join('\n')}\n`,
      wrong.length === 0 ? 200 : 503,
      { 'Cache-Control': 'no-store' },
    )
  })
  app.get('/metrics', async (context) => {
    const now = new Registry()
    for (const { name, help, values } of await readings()) {
      const labelNames = [...new Set(values.flatMap(({ labels }) => Object.keys(labels ?? {})))]
      const gauge = new Gauge({ name, help, labelNames, registers: [now] })
      for (const { labels, value } of values) gauge.set({ ...labels }, value)
    }
    return context.text(`${await now.metrics()}\n${await process.metrics()}`, 200, {
      'Content-Type': now.contentType,
      'Cache-Control': 'no-store',
    })
  })
  app.notFound((context) => context.text('not here\n', 404))
  return await listening(listen, (host, port, told) =>
    serve({ fetch: app.fetch, hostname: host, port }, told),
  )
}
