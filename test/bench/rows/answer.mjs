import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder, median, percentile, root, round, start } from '../measure.mjs'

/** A submission that lacks something, handed over by SMTP; the letter that says so, handed on. One at a time. */
export async function answer({ quick, node }) {
  const job = await start('jobs/answer.mjs', {}, { node })
  await job.ask({ mails: 5 })
  const { wall } = await job.ask({ mails: quick ? 40 : 200 })
  await job.stop()
  const between = realServers(quick ? 20 : 100)
  return [
    line('answer', 'mail handed to Postfix → answer handed to Postfix (Dovecot, IDLE), p95', between),
    line('answer-own-intake', '  the same by the own SMTP intake', { wall }),
  ]
}
function line(id, what, { wall, passedOver }) {
  if (wall === undefined) return { id, what, value: '–', bar: '≤ 1 s', verdict: passedOver }
  const late = percentile(wall, 95)
  return {
    id,
    what,
    value: `${round(late, 0)} ms`,
    ratioText: `median ${round(median(wall), 0)} ms, worst ${round(Math.max(...wall), 0)} ms of ${wall.length}`,
    bar: '≤ 1 s',
    verdict: late <= 1000 ? 'goal' : 'missed',
    figures: {
      p95Ms: round(late, 1),
      medianMs: round(median(wall), 1),
      worstMs: round(Math.max(...wall), 1),
    },
  }
}
/** The servers are started by the tests' recipes, so a test runner measures: ../answer-real.test.ts. What it needs it says itself. */
function realServers(mails) {
  const out = join(folder(), 'answers')
  const args = ['run', '--config', 'test/vitest.config.ts', '--project', 'bench']
  const done = spawnSync(join(root, 'node_modules', '.bin', 'vitest'), args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, VOUCH_BENCH_OUT: out, VOUCH_BENCH_MAILS: String(mails) },
  })
  if (done.status !== 0) throw new Error(`${done.stdout}${done.stderr}`)
  if (existsSync(out)) return { wall: readFileSync(out, 'utf8').trim().split('\n').map(Number) }
  return { passedOver: /PASSED OVER, [^:]*: (.*)/.exec(done.stdout)?.[1] ?? 'passed over' }
}
