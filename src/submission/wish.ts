import { aboutIt, asking, greeting, informing, offList, polite, putting, wondering } from './asking-words.ts'
import { everyName, hasName, namesIn } from './names-in.ts'
import {
  against,
  desires,
  indirect,
  links,
  lists,
  mine,
  mineService,
  otherThings,
  ownList,
  promises,
  runs,
  service,
  troubled,
  wishes,
} from './prose-words.ts'

/** One sentence: a word for adding with a service, or that we would like his on your list. */
export function isWish(text: string, named: boolean): boolean {
  if (asksFor(text)) return true
  if (troubled.test(text) || indirect.test(text) || against.test(text)) return false
  const wishing = wishes.test(ofService(text))
  if (!named) return wishing && mineService.test(text)
  const domain = hasName(text)
  if (wishing && (service.test(text) || domain || lists.test(text) || desires.test(text))) return true
  return desires.test(text) && lists.test(text) && (mine.test(text) || service.test(text))
}
/** The sentence without what it promises, and without the wish for another thing than a service. */
const ofService = (text: string): string =>
  text.length > 1000 // nobody's sentence, and slow to look through
    ? text
    : text
        .replaceAll(promises, (clause) =>
          mineService.test(clause) || (lists.test(clause) && !ownList.test(clause)) ? clause : '',
        )
        .replaceAll(otherThings, (clause) => (mineService.test(clause) ? clause : ''))
        .replaceAll(links, (clause) => (mineService.test(clause) || lists.test(clause) ? clause : ''))
/** That he runs one. Beside a question it may only say who asks, unless the service is described. */
export const isOffer = (text: string): boolean =>
  !troubled.test(text) &&
  !indirect.test(text) &&
  mine.test(text) &&
  runs.test(text) &&
  service.test(text) &&
  hasName(text)
/** A question asks about; `Could you please add …?` asks for. */
export const isQuestion = (text: string): boolean => {
  if (asksFor(text)) return false
  const bare = text.replace(greeting, '')
  if (asking.test(bare)) return true
  const informs = informing.test(bare) || aboutIt.test(bare)
  const asksStill = wishes.test(bare) && polite.test(bare) && !informs && !offList.test(bare)
  return /[?？]\s*$/u.test(bare) && !asksStill
}
/**
 * `Can you put my server im.example.org on your list?` is asked politely, of a named service, and of nothing but the list:
 * a wish in whatever words. `Can you tell me why im.example.org is on your list?` asks for an answer.
 */
export function asksFor(text: string): boolean {
  if (text.length > 1000 || [troubled, against, offList].some((words) => words.test(text))) return false
  const [first] = namesIn({ text, lines: [] })
  if (first === undefined) return false
  const bare = text.replace(greeting, '').replaceAll(everyName, 'Name')
  const open = bare.replace(wondering, '')
  const before = open.slice(0, open.indexOf('Name'))
  if (informing.test(before) || indirect.test(before) || aboutIt.test(open)) return false
  const isAsked = open !== bare || /[?？]/.test(text) || polite.test(/^\s*\S+/.exec(open)?.[0] ?? '')
  const isHis = [service, mine, lists].some((words) => words.test(open))
  return isAsked && isHis && polite.test(open) && (wishes.test(ofService(open)) || isPut(open))
}
const isPut = (text: string): boolean => putting.test(text) && lists.test(text)
