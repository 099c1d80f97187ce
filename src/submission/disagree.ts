import { same } from './gather.ts'
import type { Claims, Field, Problem, Source, Submission } from './submission.ts'

/**
 * The text and the HTML part of one mail say the same thing twice. Where both give a value for a field and the two
 * differ, somebody saw something else than we would take: no value, but a question. What only one gives counts.
 */
export function disagreeing(text: readonly Submission[], html: readonly Submission[]): Submission[] {
  if (text.length === 0) return [...html]
  if (html.length === 0 || html.length !== text.length) return [...text]
  return text.map((one, at) => merged(one, html[at] ?? one))
}

function merged(text: Submission, html: Submission): Submission {
  const claims: Record<string, unknown> = { ...html.claims, ...text.claims }
  const sources: Partial<Record<Field, Source>> = { ...html.sources, ...text.sources }
  const problems: Problem[] = [...text.problems]
  const fields = new Set([
    ...Object.keys(text.claims),
    ...text.problems.map(({ field }) => field),
  ]) as Set<Field>
  for (const field of fields) {
    const theirs = given(html, field)
    const ours = given(text, field)
    if (theirs === undefined || ours === undefined || agree(field, ours, theirs)) continue
    delete claims[field]
    delete sources[field]
    if (!problems.some((problem) => problem.field === field && problem.code === 'parts-disagree'))
      problems.push({
        field,
        code: 'parts-disagree',
        value: `${ours.raw} | ${theirs.raw}`.slice(0, 300),
        line: ours.line,
      })
  }
  // A wrong value in one part is not made good by nothing in the other.
  for (const problem of html.problems)
    if (!(problem.field in text.claims) && !problems.some(({ field }) => field === problem.field))
      problems.push(problem)
  for (const { field } of problems) {
    delete claims[field]
    delete sources[field]
  }
  return {
    claims: claims as Claims,
    sources,
    problems: problems.filter(
      (one, at) => problems.findIndex(({ field, code }) => field === one.field && code === one.code) === at,
    ),
  }
}

type Given = { readonly value?: unknown; readonly raw: string; readonly line: number }
function given(submission: Submission, field: Field): Given | undefined {
  const source = submission.sources[field]
  if (source !== undefined) return { value: submission.claims[field], raw: source.raw, line: source.line }
  const problem = submission.problems.find((one) => one.field === field)
  return problem === undefined ? undefined : { raw: problem.value, line: problem.line }
}
function agree(field: Field, ours: Given, theirs: Given): boolean {
  const letters = (text: string) => text.toLowerCase().replaceAll(/<[^>]*>|[^\p{L}\p{N}]/gu, '')
  if (ours.value === undefined || theirs.value === undefined)
    return ours.value === theirs.value || letters(ours.raw) === letters(theirs.raw)
  if (same(field, ours.value, theirs.value)) return true
  // One part may be cut or wrapped otherwise; another host or number is never that.
  const [a, b] = [letters(ours.raw), letters(theirs.raw)]
  return field === 'description' && a.length > 10 && b.length > 10 && (a.startsWith(b) || b.startsWith(a))
}
