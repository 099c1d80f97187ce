/** What was asked for cannot be had as it was put (no such ticket, not a reviewer): one line for the person who asked. */
export class RefusedError extends Error {
  override name = 'RefusedError' as const
}
