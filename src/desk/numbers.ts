import type { DeskBook } from '../store/ports.ts'

/** The desk's own letters are numbered for ever, also when old ones have been removed. */
export const nextLetter = (book: DeskBook): number =>
  book.letters.reduce((most, { number }) => Math.max(most, number), book.given?.letter ?? 0) + 1
