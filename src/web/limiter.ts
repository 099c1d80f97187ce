/** A bucket per address, refilled evenly. The call says how many seconds to wait: 0 = go on. At most `remember` addresses are kept. */
export function limiter({
  perMinute,
  now = () => performance.now(),
  remember = 10_000,
}: {
  perMinute: number
  now?: () => number
  remember?: number
}) {
  const buckets = new Map<string, { left: number; at: number }>()
  return (address: string): number => {
    const at = now()
    const bucket = buckets.get(address) ?? { left: perMinute, at }
    const left = Math.min(perMinute, bucket.left + ((at - bucket.at) * perMinute) / 60_000)
    buckets.delete(address)
    buckets.set(address, { left: left < 1 ? left : left - 1, at })
    if (buckets.size > remember) buckets.delete(buckets.keys().next().value as string)
    return left < 1 ? Math.ceil(((1 - left) * 60) / perMinute) : 0
  }
}
