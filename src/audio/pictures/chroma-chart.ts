// How strong each of the twelve tones is over time, with the tones of the key's scale marked.

import { keyName, type MusicalKey } from '../../model/musical-key.ts'
import type { Curves, KeyEstimate } from '../analysis/analysis.ts'
import { figureOf, sentenceInstead } from './figure.ts'
import { coordinate } from './figures.ts'
import { groups, mean } from './pool.ts'
import { timeTicks } from './scales.ts'

const ROW = 16
const TONES = 12
const PLACES = 240
/** Steps of strength that can be told apart. */
const SHADES = 8
const SCALES = { major: [0, 2, 4, 5, 7, 9, 11], minor: [0, 2, 3, 5, 7, 8, 10] }

export function chromaChart(curve: Curves['chroma'], seconds: number, estimate?: KeyEstimate): string {
  const columns = groups(curve, PLACES).map(meanTones)
  if (columns.length === 0)
    return sentenceInstead(
      'chroma',
      'Tones',
      estimate ? 'The tones over time were not measured.' : 'No stretch has clear tones, so there is nothing to draw.',
    )
  const key = estimate?.key
  return figureOf({
    id: 'chroma',
    title: 'Tones',
    description: `The stronger the colour, the stronger the tone. ${key ? `Tones of ${keyName(key)} are dotted, its tonic with a large dot.` : 'No key was found, so no scale is marked.'}`,
    height: TONES * ROW,
    across: { from: 0, to: seconds, ticks: timeTicks(seconds) },
    up: Array.from({ length: TONES }, (_, tone) => rowName(tone, key)),
    inner: `<svg width="1000" height="${TONES * ROW}" viewBox="0 0 ${columns.length} ${TONES}" preserveAspectRatio="none" shape-rendering="crispEdges">${heat(columns)}</svg>`,
    outer: key ? scaleDots(key) : '',
  })
}

/** C, C#, … as the key writes them: "Bb" in F major, "A#" never. */
export const toneName = (tone: number, key?: MusicalKey): string =>
  keyName({ pitchClass: tone, mode: key?.mode ?? 'major' }).split(' ')[0] ?? ''

function meanTones(group: readonly (readonly number[])[]): number[] {
  return Array.from({ length: TONES }, (_, tone) => mean(group.map(tones => tones[tone] ?? 0)))
}

/** C is at the bottom. */
const rowOf = (tone: number) => TONES - 1 - tone

function rowName(tone: number, key?: MusicalKey) {
  const inScale = key && SCALES[key.mode].includes((tone - key.pitchClass + TONES) % TONES)
  const className = !key ? '' : tone === key.pitchClass ? 'tonic' : inScale ? 'in-scale' : 'off-scale'
  return { y: (rowOf(tone) + 0.5) * ROW, text: toneName(tone, key), className, line: false }
}

function scaleDots(key: MusicalKey): string {
  return SCALES[key.mode]
    .map(step => {
      const y = coordinate((rowOf((key.pitchClass + step) % TONES) + 0.5) * ROW)
      return `<circle class="mark" cx="-6" cy="${y}" r="${step === 0 ? 4 : 2}"/>`
    })
    .join('')
}

/** One path for each shade; neighbours of one shade are one piece. */
function heat(columns: readonly (readonly number[])[]): string {
  const paths = Array.from({ length: SHADES + 1 }, () => '')
  for (let tone = 0; tone < TONES; tone += 1) {
    const shades = columns.map(tones => shadeOf(tones[tone] ?? 0))
    for (let start = 0; start < shades.length; ) {
      const shade = shades[start] ?? 0
      let end = start + 1
      while (shades[end] === shade) end += 1
      paths[shade] += `M${start} ${rowOf(tone) + 0.5}h${end - start}`
      start = end
    }
  }
  return paths
    .map((path, shade) => (shade > 0 && path ? `<path class="heat" opacity="${shade / SHADES}" d="${path}"/>` : ''))
    .join('')
}

const shadeOf = (value: number) => Math.round(SHADES * Math.max(0, Math.min(1, value))) || 0
