import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Environment, Transient } from '../../src/errors.ts'
import { runProgram } from '../../src/run-program.ts'

/** A process that has ended but was not yet collected (a zombie) counts as ended. */
async function alive(pid: number): Promise<boolean> {
  const { stdout } = await runProgram('ps', ['-o', 'stat=', '-p', String(pid)])
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}

describe('runProgram', () => {
  it('gives exit code and output, and no shell reads the arguments', async () => {
    const result = await runProgram('sh', ['-c', 'echo "$1"; echo oops >&2; exit 3', 'sh', '$(id); *'])
    expect(result).toEqual({ exitCode: 3, stdout: '$(id); *', stderr: 'oops' })
  })

  it('says that a program is missing', async () => {
    await expect(runProgram('no-such-program', [])).rejects.toThrow(Environment)
  })

  it('hands no secrets on', async () => {
    process.env.NOTION_TOKEN = 'ntn_secret'
    try {
      const { stdout } = await runProgram('env', [])
      expect(stdout).toContain('PATH=')
      expect(stdout).not.toContain('ntn_secret')
    } finally {
      delete process.env.NOTION_TOKEN
    }
  })

  it.each(['time', 'signal'])('by %s ends the whole group, at once', async how => {
    const stop = new AbortController()
    const lines: string[] = []
    const started = performance.now()
    const running = runProgram('sh', ['-c', 'sleep 30 & echo $!; wait'], {
      signal: stop.signal,
      timeoutMs: how === 'time' ? 300 : undefined,
      onLine: line => void lines.push(line),
    })
    if (how === 'signal') setTimeout(() => stop.abort(new Error('stop')), 300)
    await (how === 'time' ? expect(running).rejects.toThrow(Transient) : expect(running).rejects.toThrow('stop'))
    expect(performance.now() - started).toBeLessThan(4000)
    await sleep(100)
    expect(await alive(Number(lines[0]))).toBe(false)
  })
})
