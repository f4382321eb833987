// A program that is stopped is stopped whole, and what it half wrote is nobody's result.

import { access } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { type DecodeJob, decodeOnce } from '../../../src/audio/ffmpeg.ts'
import { runProgram } from '../../../src/run-program.ts'
import { audioOf, type Folder, openFolder, PROGRAMS, writeWav } from '../../unit/audio/files.ts'
import { whiteNoise } from '../../unit/audio/signals.ts'
import { leftOf, running } from './processes.ts'

const NEVER = new AbortController().signal

describe('A7: a child that ignores SIGTERM and has children', () => {
  it.each([
    ['all of them ignore it', "trap '' TERM; sleep 999 & echo $$ $!; sleep 999", 4500],
    ['only its child ignores it', "(trap '' TERM; exec sleep 999) & echo $$ $!; sleep 999", 0],
    ['none of them does', 'sleep 999 & echo $$ $!; sleep 999', 0],
  ])('%s: the whole group is gone within 6 s', async (_, script, atLeastMs) => {
    const stop = new AbortController()
    const pids: number[] = []
    let stopped = 0
    const onLine = (line: string) => {
      pids.push(...line.split(' ').map(Number))
      stopped = performance.now()
      stop.abort(new Error('stopped by the test'))
    }
    await expect(runProgram('sh', ['-c', script], { signal: stop.signal, onLine })).rejects.toThrow(
      'stopped by the test',
    )
    expect(pids).toHaveLength(2)
    expect(await leftOf(pids, 6000 - (performance.now() - stopped))).toEqual([])
    expect(performance.now() - stopped).toBeGreaterThan(atLeastMs)
  })

  it('a child left behind by a program that ended well is ended too', async () => {
    const { stdout } = await runProgram('sh', ['-c', "(trap '' TERM; exec sleep 999) & echo $!"])
    expect(await leftOf([Number(stdout)], 5000)).toEqual([])
  })
})

for (const [name, found] of PROGRAMS) {
  describe.skipIf(!found)(`A4: ${name} is stopped in the middle`, () => {
    const programs = found ?? { ffmpeg: '', ffprobe: '' }

    /** Decodes a minute of noise and stops taking samples after the first; then `act` has its turn. */
    async function stoppedDecode(folder: Folder, signal: AbortSignal, act: () => void): Promise<unknown> {
      const input = await writeWav(folder.at('a.wav'), [whiteNoise(60), whiteNoise(60)])
      const outputs = { wav: folder.at('out.wav'), m4a: folder.at('out.m4a'), aiff: folder.at('out.aiff') }
      let taken = 0
      const job: DecodeJob = {
        ffmpeg: programs.ffmpeg,
        input,
        facts: await audioOf(programs).probe(input, NEVER),
        outputs,
        m4aCodec: 'alac',
        signal,
        timeoutMs: 60_000,
        async onSamples() {
          taken += 1
          if (taken === 1) act()
          return undefined
        },
      }
      const error = await decodeOnce(job).catch((error: unknown) => error)
      expect(taken).toBeLessThan(20) // of the twenty blocks that a minute has
      for (const path of Object.values(outputs)) await expect(access(path)).rejects.toThrow('ENOENT')
      expect(running().filter(one => one.args.includes(folder.dir))).toEqual([])
      return error
    }

    it('by us: no file, no process', async () => {
      await using folder = await openFolder()
      const stop = new AbortController()
      const reason = new Error('stopped by the test')
      expect(await stoppedDecode(folder, stop.signal, () => stop.abort(reason))).toBe(reason)
    })

    it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
      'by %s from outside: no file, and no word against the recording',
      async signal => {
        await using folder = await openFolder()
        const kill = () => {
          for (const { pid, args } of running()) if (args.includes(`file:${folder.dir}`)) process.kill(pid, signal)
        }
        expect(await stoppedDecode(folder, NEVER, kill)).toMatchObject({ errorClass: 'Transient' })
      },
    )
  })
}
