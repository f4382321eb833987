import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFingerprinter } from '../../../src/audio/analysis/fingerprint.ts'
import { cadence, loop, RATE } from './signals.ts'

const fpcalcIsThere = (await fpcalc('-version')) !== ''

describe('fingerprint', () => {
  it('has the format of fpcalc and does not depend on the size of the chunks', async () => {
    const music = loop(128, 10)
    const whole = await fingerprintOf(music, music.length)
    expect(whole).toMatch(/^AQA[\w-]+$/)
    expect(await fingerprintOf(music, 997)).toBe(whole)
  })

  it('reads the first 120 seconds only', async () => {
    const music = cadence({ pitchClass: 2, mode: 'major' }, 125)
    expect(await fingerprintOf(music)).toBe(await fingerprintOf(music.subarray(0, 120 * RATE)))
  })

  it('costs nothing beyond them, were it two hours', async () => {
    const music = cadence({ pitchClass: 2, mode: 'major' }, 60)
    const fingerprinter = await createFingerprinter()
    for (let minute = 0; minute < 2; minute += 1) fingerprinter.push(music)
    const before = process.cpuUsage()
    for (let minute = 2; minute < 120; minute += 1) fingerprinter.push(music)
    const { user, system } = process.cpuUsage(before)
    const twice = new Float32Array(2 * music.length)
    twice.set(music)
    twice.set(music, music.length)
    expect(fingerprinter.finish()).toBe(await fingerprintOf(twice))
    expect(user + system).toBeLessThan(100_000)
  })

  it.skipIf(!fpcalcIsThere)('is the one fpcalc prints (needs fpcalc on PATH)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fingerprint-'))
    try {
      const samples = Int16Array.from(cadence({ pitchClass: 9, mode: 'minor' }, 20), value =>
        Math.round(value * 32_767),
      )
      const file = join(folder, 'a.wav')
      await writeFile(file, wavOf(samples))
      const mine = await fingerprintOf(Float32Array.from(samples, value => value / 32_768))
      expect(await fpcalc(file)).toContain(`FINGERPRINT=${mine}\n`)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

async function fingerprintOf(samples: Float32Array, chunk = 65_536): Promise<string | undefined> {
  const fingerprinter = await createFingerprinter()
  for (let at = 0; at < samples.length; at += chunk) fingerprinter.push(samples.subarray(at, at + chunk))
  return fingerprinter.finish()
}

/** What it prints; its exit code is 3 for every file under 120 seconds, so it is not asked. */
function fpcalc(argument: string): Promise<string> {
  return new Promise(resolve => execFile('fpcalc', [argument], (_, stdout) => resolve(stdout)))
}

function wavOf(samples: Int16Array): Buffer {
  const header = Buffer.from('RIFF....WAVEfmt ....................data....', 'latin1')
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer)])
}
