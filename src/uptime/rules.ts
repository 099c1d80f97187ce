/** How samples become time; all in milliseconds, all made from the interval. */
export type Rules = {
  readonly every: number // one probe of each side per interval
  readonly covers: number // so long after its end a sample speaks; after that, time is unknown
  readonly confirmations: readonly number[] // after the first failure
  readonly upAgainWithin: number // two successes
  readonly inTrouble: number // interval of a service that is down
  readonly timeout: number // of one probe
  readonly sameRound: number // what fails within it fails together
  readonly lookUp: number // addresses are looked up anew
  readonly beat: number // ledgers to disk, then the heartbeat
}
/** The seconds of the published rules at 60 s; fractions of a shorter interval, so that a rehearsal runs in real time. */
export function rulesFor(every: number): Rules {
  const part = (share: number, most: number) => Math.max(1, Math.min(Math.round(every * share), most))
  const timeout = Math.min(10_000, Math.max(2500, Math.round(every / 6)))
  const covers = Math.max(Math.round(every * 1.5), 1000) // below a second a busy machine would be judged, not the service
  return {
    every,
    covers,
    confirmations: [part(1 / 4, 15_000), part(31 / 60, 31_000)],
    upAgainWithin: part(1 / 2, 30_000),
    inTrouble: part(1 / 5, 12_000),
    timeout,
    sameRound: every,
    lookUp: Math.min(every * 5, 300_000),
    beat: Math.max(part(1 / 4, 15_000), 200),
  }
}

/** What the rules can promise, stated with every figure; proved on a thousand scripts of outages at 60 s. */
export type Promised = {
  readonly neverMissedMs: number // an outage of both sides, so long or longer
  readonly neverMissedOfOneSideMs: number // each side is looked at once an interval
  readonly startKnownToMs: number
  readonly endKnownToMs: number
  readonly meanStartMs: number
  readonly meanEndMs: number
}
export function promised({ every, confirmations, inTrouble }: Rules): Promised {
  const confirmed = confirmations.at(-1) ?? 0
  return {
    neverMissedMs: Math.round(every * (0.6 + 2 / 15)) + confirmed, // the sides take turns at half an interval ±10 %, and a probe takes a while
    neverMissedOfOneSideMs: Math.round(every * 1.1) + confirmed,
    startKnownToMs: Math.round(every * 1.1),
    endKnownToMs: Math.round(inTrouble * 1.25),
    meanStartMs: Math.round(every * 0.35),
    meanEndMs: Math.round(inTrouble * 0.42),
  }
}
