import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Card } from '../ticket/card.ts'
import type { Lookups } from '../sorting/sort.ts'
import { idParts } from './tickets.ts'

type At = { readonly at: Instant; readonly id: TicketId }

/** The card index. In memory only; every question that spans tickets is asked here, never by reading all files. */
export class Cards implements Lookups {
  readonly #byId = new Map<TicketId, Card>()
  readonly #byDomain = new Map<string, Ids>()
  readonly #byOwner = new Map<string, Ids>()
  readonly #byOperator = new Map<string, Ids>()
  readonly #byKey = new Map<string, Ids>()
  readonly #due = new Heap()
  readonly #letters = new Heap()
  readonly #highest = new Map<number, number>()

  put(card: Card): void {
    const old = this.#byId.get(card.id)
    this.#forget(card.id)
    this.#byId.set(card.id, card)
    into(this.#byDomain, card.domain, card.id)
    into(this.#byOwner, owner(card.root, card.operator), card.id)
    into(this.#byOperator, card.operator.toLowerCase(), card.id)
    for (const key of card.sharedKeys) into(this.#byKey, key, card.id)
    if (card.due !== undefined && card.due !== old?.due) this.#due.add({ at: card.due, id: card.id })
    const next = nextLetter(card)
    if (next !== undefined && (old === undefined || next !== nextLetter(old)))
      this.#letters.add({ at: next, id: card.id })
    const [year, number] = idParts(card.id) ?? [0, 0]
    this.given(year, number)
  }
  remove(id: TicketId): void {
    this.#forget(id)
    this.#byId.delete(id)
  }
  #forget(id: TicketId): void {
    const old = this.#byId.get(id)
    if (old === undefined) return
    outOf(this.#byDomain, old.domain, id)
    outOf(this.#byOwner, owner(old.root, old.operator), id)
    outOf(this.#byOperator, old.operator.toLowerCase(), id)
    for (const key of old.sharedKeys) outOf(this.#byKey, key, id)
  }

  card(id: TicketId): Card | undefined {
    return this.#byId.get(id)
  }
  all(): readonly Card[] {
    return [...this.#byId.values()]
  }
  get size(): number {
    return this.#byId.size
  }
  about(domain: DomainName): readonly Card[] {
    return this.#cards(this.#byDomain.get(domain))
  }
  ownedBy(root: DomainName, operator: EmailAddress): readonly Card[] {
    return this.#cards(this.#byOwner.get(owner(root, operator)))
  }
  operatedBy(operator: EmailAddress): readonly Card[] {
    return this.#cards(this.#byOperator.get(operator.toLowerCase()))
  }
  /** Has a letter with this key been written by any ticket? */
  asked(key: string): boolean {
    return this.#byKey.has(key)
  }
  /** Tickets with something due by `now`, the longest waiting first. They stay due until their card is put again. */
  due(now: Instant): readonly Card[] {
    return this.#ready(this.#due, now, (card) => card.due)
  }
  nextDue(): Instant | undefined {
    return this.#first(this.#due, (card) => card.due)
  }
  /** Tickets with a letter to be sent by `now`. */
  lettersDue(now: Instant): readonly Card[] {
    return this.#ready(this.#letters, now, nextLetter)
  }
  nextLetter(): Instant | undefined {
    return this.#first(this.#letters, nextLetter)
  }
  /** The next free id of the year, given out once: two tickets opened at the same time get two. */
  nextId(year: number): TicketId {
    const number = (this.#highest.get(year) ?? 0) + 1
    this.#highest.set(year, number)
    return `IM-${String(year).padStart(4, '0')}-${String(number).padStart(4, '0')}` as TicketId
  }

  /** Numbers up to this one of the year were given out before, whatever is left of them. */
  given(year: number, number: number): void {
    if (number > (this.#highest.get(year) ?? 0)) this.#highest.set(year, number)
  }

  #cards(ids: Ids | undefined): readonly Card[] {
    return (typeof ids === 'string' ? [ids] : [...(ids ?? [])]).flatMap((id) => this.#byId.get(id) ?? [])
  }
  /** Entries of cards that changed meanwhile are recognised by their time and thrown away. */
  #ready(heap: Heap, now: Instant, when: (card: Card) => Instant | undefined): readonly Card[] {
    const found = new Map<TicketId, At>()
    for (let top = heap.top(); top !== undefined && top.at <= now; top = heap.top()) {
      heap.pop()
      const card = this.#byId.get(top.id)
      if (card !== undefined && when(card) === top.at) found.set(top.id, top)
    }
    for (const at of found.values()) heap.add(at)
    return [...found.keys()].flatMap((id) => this.#byId.get(id) ?? [])
  }
  #first(heap: Heap, when: (card: Card) => Instant | undefined): Instant | undefined {
    for (let top = heap.top(); top !== undefined; top = heap.top()) {
      const card = this.#byId.get(top.id)
      if (card !== undefined && when(card) === top.at) return top.at
      heap.pop()
    }
    return undefined
  }
}

const owner = (root: DomainName, operator: EmailAddress): string => `${root}/${operator.toLowerCase()}`
const nextLetter = (card: Card): Instant | undefined =>
  card.unsent.reduce<Instant | undefined>(
    (least, { next }) => (least === undefined || next < least ? next : least),
    undefined,
  )
/** Most keys lead to one ticket: a set each for 50,000 of them would be a third of the index. */
type Ids = TicketId | Set<TicketId>
function into(map: Map<string, Ids>, key: string, id: TicketId): void {
  const there = map.get(key)
  if (there === undefined) map.set(key, id)
  else if (typeof there !== 'string') there.add(id)
  else if (there !== id) map.set(key, new Set([there, id]))
}
function outOf(map: Map<string, Ids>, key: string, id: TicketId): void {
  const there = map.get(key)
  if (there === id) map.delete(key)
  else if (there instanceof Set && there.delete(id) && there.size === 0) map.delete(key)
}

/** Binary heap, earliest first; instants sort as text. */
class Heap {
  readonly #items: At[] = []
  top(): At | undefined {
    return this.#items[0]
  }
  add(item: At): void {
    const items = this.#items
    let i = items.push(item) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      if ((items[up] as At).at <= item.at) break
      items[i] = items[up] as At
      i = up
    }
    items[i] = item
  }
  pop(): void {
    const items = this.#items
    const last = items.pop()
    if (last === undefined || items.length === 0) return
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= items.length) break
      if (child + 1 < items.length && (items[child + 1] as At).at < (items[child] as At).at) child += 1
      if ((items[child] as At).at >= last.at) break
      items[i] = items[child] as At
      i = child
    }
    items[i] = last
  }
}
