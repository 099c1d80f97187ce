/** A mail over this is not fetched (Postfix's own default is 10.24 MB); of it only the beginning, for its headers. */
export const mailLimit = 10_000_000
export const headLimit = 102_400

/** The server's word on when a mail came, unless its clock is out of its mind: then now. ms since the epoch. */
export function plausible(at: number, now = Date.now()): number {
  const year2000 = 946_684_800_000
  return at >= year2000 && at <= now + 86_400_000 ? Math.floor(at) : now
}
