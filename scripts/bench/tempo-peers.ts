// Open programs that find a tempo, run on the same decoded samples. They are references only.

import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { median } from './measure.ts'

export interface Peer {
  name: string
  /** Undefined when it says none. */
  tempoOf(samples: Float32Array): Promise<number | undefined>
}

/** Those that are installed; the others by name. */
export function findPeers(dir: string): { peers: Peer[]; skipped: string[] } {
  const all = [
    { program: 'aubiotrack', peer: aubio(dir) },
    { program: 'bpm', peer: bpmTools },
  ]
  const here = all.filter(({ program }) => !spawnSync(program, ['--help']).error)
  const skipped = all.filter(one => !here.includes(one)).map(({ peer }) => `${peer.name}: not installed`)
  return { peers: here.map(({ peer }) => peer), skipped }
}

const aubio = (dir: string): Peer => ({
  name: 'aubiotrack (Debian aubio-tools), median of its beats',
  async tempoOf(samples) {
    const raw = join(dir, 'peer.f32')
    await writeFile(raw, bytesOf(samples))
    const wav = join(dir, 'peer.wav')
    spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-f', 'f32le', '-ar', '44100', '-ac', '1', '-i', raw, wav])
    const { stdout } = spawnSync('aubiotrack', ['-i', wav], { encoding: 'utf8' })
    const beats = stdout.trim().split(/\s+/).map(Number)
    const gaps = beats.slice(1).map((beat, i) => beat - (beats[i] ?? 0))
    return gaps.length > 0 ? 60 / median(gaps) : undefined
  },
})

const bpmTools: Peer = {
  name: 'bpm (Debian bpm-tools)',
  async tempoOf(samples) {
    const input = bytesOf(samples)
    return lastNumber(spawnSync('bpm', ['-f', '%0.3f'], { input, encoding: 'utf8' }).stdout)
  },
}

const lastNumber = (text: string) => {
  const found = /(\d+(?:\.\d+)?)(?: bpm)?\s*$/.exec(text ?? '')
  return found ? Number(found[1]) : undefined
}

const bytesOf = (samples: Float32Array) => new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
