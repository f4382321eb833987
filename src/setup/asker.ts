// Questions on a terminal. Elsewhere nobody is asked.

import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { UsageFault } from '../errors.ts'

export interface Asker {
  say(line: string): void
  /** The answer, without blanks at its ends. @throws UsageFault when the person ends it */
  ask(question: string): Promise<string>
  /** The same; what is typed is not shown. */
  askHidden(question: string): Promise<string>
}

interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  output: NodeJS.WritableStream & { isTTY?: boolean }
}

/** @returns undefined where nobody sits at a terminal */
export function terminalAsker({ input, output }: Terminal): Asker | undefined {
  if (!input.isTTY || !output.isTTY) return undefined
  return {
    say: line => void output.write(`${line}\n`),
    ask: question => answer({ input, output }, question, false),
    askHidden: question => answer({ input, output }, question, true),
  }
}

async function answer({ input, output }: Terminal, question: string, isHidden: boolean): Promise<string> {
  let isMuted = false
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) output.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input, output: shown, terminal: true })
  const ended = new AbortController()
  lines.once('close', () => ended.abort())
  try {
    const answered = lines.question(question, { signal: ended.signal })
    isMuted = isHidden
    return (await answered).trim()
  } catch (error) {
    if (!ended.signal.aborted) throw error
    throw new UsageFault('ended by you; nothing was written')
  } finally {
    lines.close()
    if (isHidden) output.write('\n')
  }
}
