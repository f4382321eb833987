// Tempo, beats and drift against music whose answers are known. Whatever is fitted is fitted on other families than it is
// judged by. Alone: node scripts/bench/tempo-truth.ts [--dir FOLDER] [--weights]

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Tempo } from '../../src/audio/analysis/analysis.ts'
import { PLACES_IN_BAR } from '../../src/audio/analysis/bar-fold.ts'
import { gridReadings, LATENCY } from '../../src/audio/analysis/beats.ts'
import { createOnsetEnvelope, type Onsets } from '../../src/audio/analysis/onset-envelope.ts'
import { findPulse, measureTempo } from '../../src/audio/analysis/tempo.ts'
import { buildTruthSet, type TempoPiece, TRUTH_DIR } from '../truth/set.ts'
import { RATE, readSound } from '../truth/synthetic-files.ts'
import { median, type Row } from './measure.ts'
import { type Example, fitWeights } from './tempo-fit.ts'
import { around, type Judged, judge, judgeGrid, percent } from './tempo-judge.ts'
import { findPeers } from './tempo-peers.ts'

const FOLDS = 6

interface Measured {
  piece: TempoPiece
  onsets: Onsets
  /** What each of the other programs says. */
  peers: Map<string, number | undefined>
}

interface Result extends Measured {
  tempo?: Tempo
}

export async function tempoRows(dir = TRUTH_DIR): Promise<Row[]> {
  const { measured, cost, skipped } = await measureAll(dir)
  for (const reason of skipped) process.stderr.write(`skipped: ${reason}\n`)
  const results = estimateByFolds(measured)
  return [
    ...accuracyRows(results),
    ...peerRows(results),
    ...confidenceRows(results),
    ...driftRows(results),
    ...gridRows(results),
    row('tempo: processor time per 4 minutes of audio', `${cost.toFixed(2)} s`, '≤ 0.90 s'),
  ]
}

const row = (what: string, measured: string, limit = '', baseline = ''): Row => ({
  what,
  measured,
  baseline,
  ratio: '',
  limit,
})

async function measureAll(dir: string) {
  const { pieces, skipped } = await buildTruthSet(dir)
  const scratch = await mkdtemp(join(tmpdir(), 'orchestrator-tempo-'))
  const peers = findPeers(scratch)
  const measured: Measured[] = []
  let [spent, seconds] = [0, 0]
  for (const piece of pieces.filter(({ bpm, drift, beatless }) => bpm || drift || beatless)) {
    const samples = await readSound(piece.path)
    const before = process.cpuUsage()
    const envelope = createOnsetEnvelope()
    for (let at = 0; at < samples.length; at += 1 << 16) envelope.push(samples.subarray(at, at + (1 << 16)))
    const onsets = envelope.finish()
    measureTempo(onsets)
    const { user, system } = process.cpuUsage(before)
    spent += (user + system) / 1e6
    seconds += samples.length / RATE
    const said = new Map<string, number | undefined>()
    for (const { name, tempoOf } of piece.bpm ? peers.peers : []) said.set(name, await tempoOf(samples))
    measured.push({ piece, onsets, peers: said })
  }
  await rm(scratch, { recursive: true })
  return { measured, cost: (240 * spent) / seconds, skipped: [...skipped, ...peers.skipped] }
}

function estimateByFolds(measured: readonly Measured[]): Result[] {
  const families = [...new Set(measured.map(({ piece }) => piece.family))].sort((a, b) => shuffle(a) - shuffle(b))
  const fold = ({ piece }: Measured) => families.indexOf(piece.family) % FOLDS
  return Array.from({ length: FOLDS }, (_, number) => {
    const others = measured.filter(one => fold(one) !== number)
    const weights = { tempo: fitWeights(others.flatMap(tempoExample)), grid: fitWeights(others.flatMap(gridExample)) }
    return measured
      .filter(one => fold(one) === number)
      .map(one => ({ ...one, tempo: measureTempo(one.onsets, weights).tempo }))
  }).flat()
}

/** Neighbours in the list of families come into different folds, but not in an order that means anything. */
const shuffle = (text: string) =>
  [...text].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16_777_619), 7) >>> 0

function tempoExample({ piece, onsets }: Measured): Example[] {
  const readings = findPulse(onsets)?.readings ?? []
  const right = readings.findIndex(({ bpm }) => judge(bpm, piece.bpm ?? 0).first)
  return right < 0 ? [] : [{ family: piece.family, readings, right }]
}

function gridExample({ piece, onsets }: Measured): Example[] {
  const { bpm, firstDownbeat } = piece
  if (bpm === undefined || firstDownbeat === undefined) return []
  const bar = 240 / bpm
  const readings = gridReadings(onsets, bpm)
  const off = readings.map(({ bin }) => Math.abs(around((bin / PLACES_IN_BAR) * bar + LATENCY - firstDownbeat, bar)))
  const nearest = Math.min(...off)
  return nearest < 0.03 * bar ? [{ family: piece.family, readings, right: off.indexOf(nearest) }] : []
}

const withTempo = (results: readonly Result[]) =>
  results.flatMap(({ piece, tempo, peers }) => (piece.bpm ? [{ piece, tempo, peers, bpm: piece.bpm }] : []))

function accuracyRows(results: readonly Result[]): Row[] {
  const known = withTempo(results).map(one => ({ ...one, judged: judge(one.tempo?.bpm, one.bpm) }))
  const kinds = [...new Set(known.map(({ piece }) => piece.kind))]
  const line = (of: readonly { judged: Judged }[]) => accuracyLine(of.map(({ judged }) => judged))
  return [
    row(`tempo, all ${known.length} pieces: Accuracy1 / Accuracy2 / within 0.1 BPM`, line(known), '85 / 98 / 97 %'),
    ...kinds.map(kind => {
      const ofKind = known.filter(({ piece }) => piece.kind === kind)
      return row(`tempo, ${kind}, ${ofKind.length} pieces`, line(ofKind))
    }),
  ]
}

const accuracyLine = (all: readonly Judged[]) =>
  (['first', 'second', 'exact'] as const).map(what => percent(all.map(judged => judged[what]))).join(' / ')

function peerRows(results: readonly Result[]): Row[] {
  const known = withTempo(results)
  return [...(known[0]?.peers.keys() ?? [])].map(name =>
    row(`tempo, ${name}`, accuracyLine(known.map(({ peers, bpm }) => judge(peers.get(name), bpm)))),
  )
}

/** Of the pieces of one confidence, as many are right as it says. */
function confidenceRows(results: readonly Result[]): Row[] {
  const known = withTempo(results)
  return [0, 0.6, 0.8, 0.9].map((from, i, all) => {
    const to = all[i + 1] ?? 1.01
    const those = known.filter(({ tempo }) => tempo && tempo.confidence >= from && tempo.confidence < to)
    const right = percent(those.map(({ tempo, bpm }) => judge(tempo?.bpm, bpm).first))
    return row(`tempo, confidence ${from} to ${Math.min(1, to)}: right (Accuracy1) of ${those.length}`, right)
  })
}

function driftRows(results: readonly Result[]): Row[] {
  const drifting = results.filter(({ piece }) => piece.drift)
  const beatless = results.filter(({ piece }) => piece.beatless)
  const alarms = withTempo(results).map(({ tempo }) => tempo?.drift !== undefined)
  return [
    row(
      `drifting pieces told, of ${drifting.length}`,
      percent(drifting.map(({ tempo }) => tempo?.drift !== undefined)),
    ),
    row(`steady pieces called drifting, of ${alarms.length}`, percent(alarms), '≤ 1 %'),
    row(
      `pieces without a beat left without a tempo, of ${beatless.length}`,
      percent(beatless.map(({ tempo }) => !tempo)),
    ),
  ]
}

function gridRows(results: readonly Result[]): Row[] {
  const grids = results.flatMap(({ piece, tempo }) => judgeGrid(tempo ?? {}, piece) ?? [])
  const bars = grids.flatMap(({ bar }) => bar ?? [])
  const off = grids.filter(({ beat }) => beat).map(({ off }) => Math.abs(1000 * off))
  return [
    row(`grid: first beat in the right place, of ${grids.length}`, percent(grids.map(({ beat }) => beat))),
    row('grid: median error of the first beat', `${median(off).toFixed(1)} ms`, '≤ 10 ms'),
    row(`grid: first beat of the bar right, of ${bars.length}`, percent(bars)),
  ]
}

/** The weights that the program uses: fitted to everything. */
async function printWeights(dir: string): Promise<void> {
  const { measured } = await measureAll(dir)
  const print = (examples: Example[]) =>
    console.log(JSON.stringify(fitWeights(examples).map(w => Math.round(w * 100) / 100)))
  print(measured.flatMap(tempoExample))
  print(measured.flatMap(gridExample))
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { dir: { type: 'string' }, weights: { type: 'boolean' } } })
  if (values.weights) await printWeights(values.dir ?? TRUTH_DIR)
  else
    for (const { what, measured, limit } of await tempoRows(values.dir)) console.log(`${what}: ${measured}  ${limit}`)
}
