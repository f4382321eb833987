// Keys and tuning of the truth set's scores; settings are picked on the other folds only. Run alone, it prints its rows.

import { join } from 'node:path'
import { type ChromaSettings, createChroma } from '../../src/audio/analysis/chroma.ts'
import { estimateKey } from '../../src/audio/analysis/key.ts'
import { keyName, type MusicalKey } from '../../src/model/musical-key.ts'
import type { Piece } from '../truth/piece.ts'
import { buildScores } from '../truth/scores.ts'
import { TRUTH_DIR } from '../truth/set.ts'
import { buildSynthetic } from '../truth/synthetic.ts'
import { readSound } from '../truth/synthetic-files.ts'
import { cutoffRows } from './cutoff-truth.ts'
import { openEssentia } from './key-references.ts'
import { cpuSince, foldsOf, mean, mirexScore } from './key-score.ts'
import { median, type Row } from './measure.ts'

const FOLDS = 5
const CHROMA: readonly ChromaSettings[] = [1000, 1200, 1600].flatMap(highest =>
  [1.5, 2.5].flatMap(prominence => [0.5, 0.75, 1.5].map(power => ({ highest, prominence, power }))),
)
const SHARES = [0.25, 0.5, 1, 2]
/** What the program is set to: the second of prominences and powers, the third of shares. */
const CHOSEN = 4 * SHARES.length + 2
const LIMIT = 0.82

interface Trial {
  piece: Piece & { key: MusicalKey }
  /** One for each setting. */
  found: (ReturnType<typeof estimateKey> | undefined)[]
  reference?: MusicalKey
  /** Key of the same piece 40 cents off, towards where its own tuning leaves room. */
  moved?: MusicalKey
}

export async function keyRows(): Promise<Row[]> {
  const built = [await buildScores(join(TRUTH_DIR, 'scores')), await buildSynthetic(join(TRUTH_DIR, 'synthetic'))]
  const pieces = built.flatMap(part => part.pieces)
  for (const reason of built.flatMap(part => part.skipped)) console.error(`skipped: ${reason}`)
  const essentia = await openEssentia()
  const trials: Trial[] = []
  const costs: number[] = []
  for (const piece of pieces) {
    if (!piece.key) continue
    const samples = await readSound(piece.path)
    const started = process.cpuUsage()
    const found = CHROMA.flatMap(settings => keysOf(samples, settings))
    costs.push((240 * cpuSince(started)) / (samples.length / 44_100) / CHROMA.length)
    const moved = keysOf(faster(samples, (piece.tuning ?? 440) > 440 ? -40 : 40))[2]?.key
    trials.push({ piece: { ...piece, key: piece.key }, found, reference: essentia?.(samples), moved })
  }
  return [
    ...scoreRows(trials, Boolean(essentia)),
    ...confidenceRows(trials),
    ...tuningRows(trials),
    row('key, tuning and chroma, processor seconds for 4 minutes', mean(costs).toFixed(2), { limit: '≤ 0.45' }),
    ...(await cutoffRows(pieces)),
  ]
}

/** With each share of the templates. */
function keysOf(samples: Float32Array, settings?: ChromaSettings): Trial['found'] {
  const chroma = createChroma(settings)
  chroma.push(samples)
  const profile = chroma.finish()
  return SHARES.map(share => profile && estimateKey(profile, share))
}

function scoreRows(trials: Trial[], referenced: boolean): Row[] {
  const folds = foldsOf(
    trials.map(({ piece }) => piece.family),
    FOLDS,
  )
  const foldOf = ({ piece }: Trial) => folds.get(piece.family) ?? 0
  const scoreAt = (trial: Trial, setting: number) => mirexScore(trial.found[setting]?.key, trial.piece.key)
  const picked = Array.from({ length: FOLDS }, (_, fold) => {
    const others = trials.filter(trial => foldOf(trial) !== fold)
    const scores = CHROMA.flatMap(() => SHARES).map((_share, setting) =>
      mean(others.map(trial => scoreAt(trial, setting))),
    )
    return scores.indexOf(Math.max(...scores))
  })
  const compared = (what: string, some: Trial[], limit = '') => {
    const ours = mean(some.map(trial => scoreAt(trial, picked[foldOf(trial)] ?? 0)))
    const theirs = referenced ? mean(some.map(({ piece, reference }) => mirexScore(reference, piece.key))) : undefined
    return row(what, ours.toFixed(3), { theirs, ours, limit })
  }
  const kinds = [...new Set(trials.map(({ piece }) => piece.kind))]
  const asSet = mean(trials.map(trial => scoreAt(trial, CHOSEN)))
  const right = trials.filter(trial => scoreAt(trial, CHOSEN) === 1).length
  return [
    compared(`key, MIREX score by folds, ${trials.length} pieces of ${folds.size} families`, trials, `≥ ${LIMIT}`),
    ...kinds.map(kind => {
      const some = trials.filter(({ piece }) => piece.kind === kind)
      return compared(`… ${kind}, ${some.length} pieces`, some)
    }),
    row('… as the program is set, on all', `${asSet.toFixed(3)}, ${right} fully right`),
  ]
}

function confidenceRows(trials: Trial[]): Row[] {
  const found = trials.flatMap(({ piece, found: settings }) => {
    const estimate = settings[CHOSEN]
    return estimate ? [{ ...estimate, truth: keyName(piece.key) }] : []
  })
  const middle = median(found.map(({ confidence }) => confidence))
  const isRight = (estimate: (typeof found)[number]) => keyName(estimate.key) === estimate.truth
  const share = (some: typeof found) => `${Math.round(100 * mean(some.map(estimate => Number(isRight(estimate)))))} %`
  const wrong = found.filter(estimate => !isRight(estimate))
  const saved = wrong.filter(({ alternative, truth }) => alternative && keyName(alternative) === truth).length
  return [
    row(
      `key is right when the confidence is above its median (${middle})`,
      share(found.filter(({ confidence }) => confidence >= middle)),
      {
        baseline: `below: ${share(found.filter(({ confidence }) => confidence < middle))}`,
      },
    ),
    row('key is the alternative when it is not the first', `${saved} of ${wrong.length}`),
  ]
}

function tuningRows(trials: Trial[]): Row[] {
  const errors = trials.flatMap(({ piece, found }) => {
    const tuning = found[CHOSEN]?.tuning
    return tuning ? [Math.abs(1200 * Math.log2(tuning / (piece.tuning ?? 440)))] : []
  })
  const sorted = errors.sort((a, b) => a - b)
  const kept = trials.filter(
    ({ found, moved }) => moved && found[CHOSEN] && keyName(moved) === keyName(found[CHOSEN].key),
  )
  return [
    row('tuning, median error in cents', median(sorted).toFixed(1), {
      baseline: `19 of 20 within ${(sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN).toFixed(1)}`,
    }),
    row('key stays when the piece is 40 cents off', `${kept.length} of ${trials.length}`),
    row(
      '… MIREX score of those pieces',
      mean(trials.map(({ piece, moved }) => mirexScore(moved, piece.key))).toFixed(3),
    ),
  ]
}

/** As a record that turns too fast: all is that many cents higher. */
function faster(samples: Float32Array, cents: number): Float32Array {
  const ratio = 2 ** (cents / 1200)
  return Float32Array.from({ length: Math.floor(samples.length / ratio) }, (_, i) => {
    const at = Math.floor(i * ratio)
    const part = i * ratio - at
    return (samples[at] ?? 0) * (1 - part) + (samples[at + 1] ?? 0) * part
  })
}

interface Beside {
  baseline?: string
  ours?: number
  theirs?: number
  limit?: string
}

function row(what: string, measured: string, { baseline, ours, theirs, limit = '' }: Beside = {}): Row {
  const ratio = ours && theirs ? (ours / theirs).toFixed(2) : ''
  const reference = theirs === undefined ? '' : `${theirs.toFixed(3)} (essentia.js edma)`
  return { what, measured, baseline: baseline ?? reference, ratio, limit }
}

if (import.meta.main) console.table(await keyRows())
