// What was measured, in words: one large figure for each of tempo, key and loudness, with what qualifies it.

import { camelot, keyName, type MusicalKey, openKey } from '../../model/musical-key.ts'
import type { Analysis, KeyEstimate, Tempo } from '../analysis/analysis.ts'
import type { AudioFacts } from '../probe.ts'
import { bpmText, figure, signed, timeText } from './figures.ts'

export interface Card {
  name: string
  figure: string
  /** After the figure, smaller: the unit, or the place on the wheel. */
  unit: string
  /** 0 to 1, where the measure has one. */
  confidence?: number
  details: string[]
}

export function cardsOf(analysis: Analysis): Card[] {
  return [tempoCard(analysis.tempo), keyCard(analysis.key), loudnessCard(analysis)]
}

function tempoCard(tempo: Tempo | undefined): Card {
  if (!tempo) return notMeasured('Tempo')
  const { bpm, confidence, alternatives, grid, drift } = tempo
  const details = [
    alternatives.length > 0 ? `Could also be read as ${alternatives.map(bpmText).join(' or ')} BPM` : '',
    drift ? `Drifts between ${bpmText(drift.from)} and ${bpmText(drift.to)} BPM` : 'No drift found',
    grid
      ? `First beat ${timeText(grid.firstBeat, 2)}, first downbeat ${timeText(grid.firstDownbeat, 2)}`
      : 'No beat grid',
  ]
  return { name: 'Tempo', figure: bpmText(bpm), unit: 'BPM', confidence, details: details.filter(Boolean) }
}

function keyCard(estimate: KeyEstimate | undefined): Card {
  if (!estimate) return notMeasured('Key')
  const { key, confidence, alternative, tuning } = estimate
  const details = [
    alternative ? `Next best: ${withWheel(alternative)}` : '',
    `Neighbours on the wheel: ${neighbours(key).map(camelot).join(', ')}`,
    `Tuned to A = ${figure(tuning)} Hz (${signed(cents(tuning), 0)} cents)`,
  ]
  return {
    name: 'Key',
    figure: keyName(key),
    unit: `${camelot(key)} · ${openKey(key)}`,
    confidence,
    details: details.filter(Boolean),
  }
}

function loudnessCard({ loudness, loudnessRange, truePeak }: Analysis): Card {
  const details = [
    loudnessRange === undefined ? '' : `Range ${figure(loudnessRange)} LU`,
    truePeak === undefined ? '' : `True peak ${signed(truePeak)} dBTP${truePeak > 0 ? ': may clip' : ''}`,
    loudness === undefined ? '' : `${signed(-14 - loudness)} dB to reach −14 LUFS`,
  ].filter(Boolean)
  if (loudness === undefined) return { ...notMeasured('Loudness'), details: ['Not measured', ...details] }
  return { name: 'Loudness', figure: figure(loudness), unit: 'LUFS', details }
}

const notMeasured = (name: string): Card => ({ name, figure: '–', unit: '', details: ['Not measured'] })

const withWheel = (key: MusicalKey) => `${keyName(key)} (${camelot(key)} · ${openKey(key)})`

const cents = (tuning: number) => 1200 * Math.log2(tuning / 440)

/** A fifth down, a fifth up, the relative key. */
function neighbours({ pitchClass, mode }: MusicalKey): MusicalKey[] {
  const at = (steps: number) => (pitchClass + steps) % 12
  return [
    { pitchClass: at(5), mode },
    { pitchClass: at(7), mode },
    mode === 'minor' ? { pitchClass: at(3), mode: 'major' } : { pitchClass: at(9), mode: 'minor' },
  ]
}

/** Length, codec, rate, channels, cut-off: name and value. */
export function fileFacts({ seconds, cutoff }: Analysis, facts?: AudioFacts): [string, string][] {
  const rate = facts?.sampleRate
  const half = rate ? ` of ${kilohertz(rate / 2)}` : ''
  const rows: [string, string | undefined][] = [
    ['Length', timeText(seconds, seconds < 60 ? 2 : 0)],
    ['Codec', facts && `${facts.codec}${facts.bitDepth === 24 ? ', 24 bit' : ''}`],
    ['Sample rate', rate ? kilohertz(rate) : undefined],
    ['Channels', facts && channelText(facts.channels)],
    ['Sound up to', cutoff === undefined ? undefined : `${kilohertz(cutoff)}${half}`],
  ]
  return rows.filter((row): row is [string, string] => row[1] !== undefined)
}

const kilohertz = (hertz: number) => `${Number((hertz / 1000).toFixed(2))} kHz`

const channelText = (channels: number) => ({ 1: 'mono', 2: 'stereo' })[channels] ?? String(channels)
