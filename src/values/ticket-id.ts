import type { TicketId } from './names.ts'

/** `IM-2026-0001`, in any case; undefined when it is none. */
export function parseTicketId(text: string): TicketId | undefined {
  return /^im-\d{4}-\d{4,6}$/i.test(text) ? (text.toUpperCase() as TicketId) : undefined
}
/** The first `[IM-2026-0001]` of a Subject. A tag is a hint for people: it joins nothing by itself. */
export function tagIn(subject: string): TicketId | undefined {
  const [, id] = /\[(im-\d{4}-\d{4,6})\]/i.exec(subject) ?? []
  return id === undefined ? undefined : parseTicketId(id)
}
