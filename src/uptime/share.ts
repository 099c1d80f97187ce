/** A part of a whole, 0…1, rounded DOWN to six places: 99.8996 % must never be shown as 99.90 %. Integers in; 0 of nothing is 0. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Number((BigInt(part) * 1_000_000n) / BigInt(whole)) / 1_000_000
}
/** part ≥ need × whole, decided in integers. `need` has at most nine decimal places. */
export function reaches(part: number, whole: number, need: number): boolean {
  return BigInt(part) * 1_000_000_000n >= BigInt(Math.round(need * 1e9)) * BigInt(whole)
}
/** `0.998996` → `99.89`: per cent with so many places, rounded down. */
export function percent(value: number, places = 2): string {
  const millionths = Math.round(value * 1_000_000)
  const unit = 10 ** Math.max(0, 4 - places)
  return (Math.floor(millionths / unit) / 10 ** Math.min(4, places)).toFixed(places)
}
