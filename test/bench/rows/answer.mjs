import { median, percentile, round, start } from '../measure.mjs'

/** A submission that lacks something, handed over by SMTP; the letter that says so, handed on. One at a time. */
export async function answer({ quick, node }) {
  const job = await start('jobs/answer.mjs', {}, { node })
  await job.ask({ mails: 5 })
  const { wall } = await job.ask({ mails: quick ? 40 : 200 })
  await job.stop()
  const late = percentile(wall, 95)
  return [
    {
      id: 'answer',
      what: 'mail handed over by SMTP → answer handed on (own intake), p95',
      value: `${round(late, 0)} ms`,
      ratioText: `median ${round(median(wall), 0)} ms, worst ${round(Math.max(...wall), 0)} ms of ${wall.length}`,
      bar: '≤ 1 s',
      verdict: late <= 1000 ? 'goal' : 'missed',
      figures: {
        p95Ms: round(late, 1),
        medianMs: round(median(wall), 1),
        worstMs: round(Math.max(...wall), 1),
      },
    },
  ]
}
