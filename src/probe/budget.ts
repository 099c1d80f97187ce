import { hourlyLimit } from '../evidence/hourly-limit.ts'
import { networkOf } from './guard.ts'

/** Connections that strangers cause us to make, by the hour. One for the process; checks with proved consent and the monitor go without. */
export type HourlyBudget = { readonly take: (address: string) => string | undefined } // why not
const hour = 3_600_000

/** `now`: milliseconds. 30 an hour to one address, 120 to its /24 or /48. */
export function openHourlyBudget(
  now: () => number,
  limits: { readonly address: number; readonly network: number } = { address: 30, network: 120 },
): HourlyBudget {
  const spent = new Map<string, number[]>()
  const recent = (key: string): number[] => {
    const kept = (spent.get(key) ?? []).filter((at) => at > now() - hour)
    if (kept.length > 0) spent.set(key, kept)
    else spent.delete(key)
    return kept
  }
  return {
    take: (address) => {
      const [own, network] = [recent(address), recent(networkOf(address))]
      if (own.length >= limits.address || network.length >= limits.network) return hourlyLimit
      spent.set(address, [...own, now()])
      spent.set(networkOf(address), [...network, now()])
      if (spent.size > 20_000) for (const key of spent.keys()) recent(key)
      return undefined
    },
  }
}

/** One check's budget: so many connections in all, six at a time to one address. */
export type CheckBudget = {
  /** undefined: one connection more is fine; else why not. */
  readonly take: (address: string) => string | undefined
  readonly left: () => number
  /** Waits for a place at this address. Call what it resolves to when the connection is over. */
  readonly enter: (address: string) => Promise<() => void>
}
export function openCheckBudget(connections: number, hourly?: HourlyBudget, atATime = 6): CheckBudget {
  let left = connections
  const running = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()
  const leave = (address: string) => (): void => {
    const next = waiting.get(address)?.shift()
    if (next !== undefined) next()
    else running.set(address, (running.get(address) ?? 1) - 1)
  }
  return {
    left: () => left,
    take: (address) => {
      if (left <= 0) return 'the connections of this check are used up'
      const why = hourly?.take(address)
      if (why === undefined) left--
      return why
    },
    enter: async (address) => {
      if ((running.get(address) ?? 0) < atATime) running.set(address, (running.get(address) ?? 0) + 1)
      else
        await new Promise<void>((resolve) => waiting.set(address, [...(waiting.get(address) ?? []), resolve]))
      return leave(address)
    },
  }
}
