// Recorded drums played as people do: late and early by milliseconds, fills, ghost notes; to a click, or with a tempo
// that wanders or is pushed.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beatlessPieces, type TempoPiece } from './drums-beatless.ts'
import { GROOVES, type Groove, KITS, type Role } from './drums-grooves.ts'
import { isThere, RATE, readSound, soundFile } from './synthetic-files.ts'
import { addNote, addSound, gaussian, type Random, random, seedOf } from './synthetic-sounds.ts'

const FOLDER = '/usr/share/hydrogen/data/drumkits'
const GAINS: Record<string, number> = { X: 1, x: 0.7, o: 0.35 }
const LEVELS: Record<Role, number> = { kick: 1, snare: 0.8, hat: 0.4, open: 0.4, ride: 0.45, tom: 0.7, stick: 0.6 }

type Kit = Partial<Record<Role, Float32Array[]>>

export async function buildDrums(dir: string): Promise<{ pieces: TempoPiece[]; skipped: string[] }> {
  await mkdir(dir, { recursive: true })
  const beatless = await beatlessPieces(dir)
  if (!(await isThere(join(FOLDER, 'GMRockKit'))) || !(await isThere(join(FOLDER, 'ForzeeStereo'))))
    return { pieces: beatless, skipped: ['played drums: no packages hydrogen-data, hydrogen-drumkits'] }
  const kits = new Map<string, Kit>()
  for (const name of Object.keys(KITS)) kits.set(name, await loadKit(name))
  const pieces: TempoPiece[] = []
  for (const groove of GROOVES)
    for (const [number, bpm] of groove.bpms.entries())
      pieces.push(await played(dir, { groove, number, kits, tempo: () => bpm, name: `${groove.name} ${bpm}`, bpm }))
  for (const drifting of DRIFTS) pieces.push(await driftingPiece(dir, kits, drifting))
  return { pieces: [...pieces, ...beatless], skipped: [] }
}

async function loadKit(name: string): Promise<Kit> {
  const kit: Kit = {}
  for (const [role, files] of Object.entries(KITS[name] ?? {}) as [Role, readonly string[]][])
    kit[role] = await Promise.all(files.map(async file => fromAttack(await readSound(join(FOLDER, name, file), 2))))
  return kit
}

/** Recordings begin with a little silence, which would shift the beats: begins where a twentieth of the peak is reached. */
function fromAttack(samples: Float32Array): Float32Array {
  let peak = 1e-9
  for (const value of samples) peak = Math.max(peak, Math.abs(value))
  const start = samples.findIndex(value => Math.abs(value) > peak / 20)
  return samples.subarray(Math.max(0, start)).map(value => value / peak)
}

const DRIFTS = [
  { name: 'accelerando', from: 96, to: 128, groove: 0, curve: (share: number) => share },
  { name: 'slow push', from: 118, to: 126, groove: 0, curve: (share: number) => share },
  { name: 'ritardando', from: 104, to: 132, groove: 12, curve: (share: number) => 1 - share },
  { name: 'wave', from: 84, to: 92, groove: 9, curve: (share: number) => 0.5 - 0.5 * Math.cos(4 * Math.PI * share) },
  { name: 'two tempi', from: 100, to: 112, groove: 1, curve: (share: number) => (share < 0.5 ? 0 : 1) },
  { name: 'broken up', from: 140, to: 174, groove: 8, curve: (share: number) => (share < 0.4 ? 0 : 1) },
  { name: 'band that rushes', from: 128, to: 133, groove: 3, curve: (share: number) => share },
  { name: 'band that drags', from: 120, to: 126, groove: 0, curve: (share: number) => 1 - share ** 2 },
  {
    name: 'loose band',
    from: 108,
    to: 113,
    groove: 1,
    curve: (share: number) => 0.5 - 0.5 * Math.cos(6 * Math.PI * share),
  },
] as const

async function driftingPiece(dir: string, kits: Map<string, Kit>, drift: (typeof DRIFTS)[number]): Promise<TempoPiece> {
  const groove = GROOVES[drift.groove] as Groove
  const tempo = (share: number) => drift.from + (drift.to - drift.from) * drift.curve(share)
  const piece = await played(dir, { groove, number: drift.groove, kits, tempo, name: drift.name })
  return {
    ...piece,
    family: drift.name,
    firstBeat: undefined,
    firstDownbeat: undefined,
    drift: { from: drift.from, to: drift.to },
  }
}

interface Playing {
  groove: Groove
  number: number
  kits: Map<string, Kit>
  /** Of the share of the piece that is over. */
  tempo: (share: number) => number
  name: string
  bpm?: number
}

async function played(dir: string, { groove, number, kits, tempo, name, bpm }: Playing): Promise<TempoPiece> {
  const next = random(seedOf(name))
  const kit = [...kits.values()][(number + groove.name.length) % kits.size] ?? {}
  const lead = 0.2 + Math.round(next() * 900) / 1000
  const seconds = 60 + Math.floor(next() * 15)
  const path = join(dir, `${name.replaceAll(/[^\w.]+/g, '-')}.wav`)
  await soundFile(path, () => perform({ groove, kit, tempo, lead, seconds, next }))
  const bar = bpm && groove.beats === 4 ? { firstDownbeat: lead % ((60 / bpm) * 4) } : {}
  return {
    name,
    path,
    kind: 'drums',
    family: groove.name,
    bpm,
    ...(bpm ? { firstBeat: lead % (60 / bpm) } : {}),
    ...bar,
  }
}

interface Performance {
  groove: Groove
  kit: Kit
  tempo: (share: number) => number
  lead: number
  seconds: number
  next: Random
}

/** Each stroke is off by some milliseconds; every eighth bar ends with a fill; every other piece has a bass. */
function perform({ groove, kit, tempo, lead, seconds, next }: Performance): Float32Array {
  const mix = new Float32Array(Math.round(seconds * RATE))
  const jitter = 0.003 + 0.006 * next()
  const perBar = groove.beats * groove.steps
  const root = 28 + Math.floor(next() * 12)
  const withBass = next() < 0.5
  let at = lead
  for (let i = 0; at < seconds - 0.1; i += 1) {
    const step = 60 / tempo(at / seconds) / groove.steps
    const late = groove.steps === 4 && i % 2 === 1 ? (2 * (groove.swing ?? 0.5) - 1) * step : 0
    const fill = Math.floor(i / perBar) % 8 === 7 && i % perBar >= perBar / 2
    for (const [role, pattern] of Object.entries(groove.parts) as [Role, string][]) {
      const gain = GAINS[pattern[i % pattern.length] ?? '.'] ?? 0
      if (gain > 0 && !(fill && role === 'snare')) strike(role, gain)
    }
    if (fill && next() < 0.7) strike(next() < 0.5 ? 'tom' : 'snare', 0.5 + 0.4 * next())
    if (withBass && groove.parts.kick?.[i % groove.parts.kick.length] !== '.')
      addNote(mix, {
        timbre: 'bass',
        pitch: root + 5 * (Math.floor(i / perBar) % 2),
        start: at + late,
        length: step * 1.5,
        gain: 0.12,
      })
    at += step
    function strike(role: Role, gain: number) {
      const layers = kit[role] ?? []
      const layer = layers[Math.min(layers.length - 1, Math.floor(gain * layers.length * 0.99))]
      if (layer) addSound(mix, layer, at + late + jitter * gaussian(next), gain * LEVELS[role] * (0.9 + 0.2 * next()))
    }
  }
  return mix
}
