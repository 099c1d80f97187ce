import type { Progress } from '../probe/gather.ts'
import { printable } from './command.ts'

/** On a terminal: one line an endpoint with the phase it is in, redrawn in place, gone at the end. Elsewhere: nothing. */
export function liveView(terminal: NodeJS.WriteStream): {
  show: (progress: Progress) => void
  end: () => void
} {
  if (terminal.isTTY !== true) return { show: () => undefined, end: () => undefined }
  const phases = new Map<string, string>()
  let drawn = 0
  let timer: NodeJS.Timeout | undefined
  const erase = () => {
    if (drawn > 0) terminal.write(`\u001b[${drawn}A\u001b[0J`)
    drawn = 0
  }
  const draw = () => {
    erase()
    const lines = [...phases].slice(-Math.max(5, (terminal.rows ?? 24) - 3))
    for (const [what, phase] of lines)
      terminal.write(
        `  ${mark(phase)} ${printable(what)
          .slice(0, (terminal.columns ?? 80) - 16)
          .padEnd(48)} ${phase}\n`,
      )
    drawn = lines.length
  }
  return {
    show({ what, phase }) {
      phases.set(what, phase)
      timer ??= setTimeout(() => {
        timer = undefined
        draw()
      }, 60)
    },
    end() {
      clearTimeout(timer)
      erase()
    },
  }
}
const mark = (phase: string) => (phase === 'done' ? '✓' : phase === 'failed' ? '✗' : '…')
