// Tempo over time, with the tempo that was chosen and the other readings as lines.

import type { Curves, Tempo } from '../analysis/analysis.ts'
import { INNER_WIDTH } from './chart.ts'
import { figureOf, type LegendEntry, sentenceInstead } from './figure.ts'
import { bpmText, coordinate } from './figures.ts'
import { groups, median } from './pool.ts'
import { type Scale, scale, timeTicks, valueTicks } from './scales.ts'

type Stretch = Curves['tempo'][number]

const HEIGHT = 150
const PLACES = 500
/** The least the axis spans to either side, BPM: noise of hundredths should look like what it is. */
const LEAST_REACH = 2

export function tempoChart(curve: readonly Stretch[], seconds: number, tempo?: Tempo): string {
  if (curve.length === 0 && tempo) return sentenceInstead('tempo', 'Tempo', 'The tempo over time was not measured.')
  const stretches = groups(curve, PLACES).map(typical)
  const found = stretches.filter(({ bpm }) => bpm > 0)
  if (found.length === 0)
    return sentenceInstead('tempo', 'Tempo', 'No stretch has a beat, so there is no tempo to draw.')
  const range = rangeOf([...found.map(({ bpm }) => bpm), ...(tempo ? [tempo.bpm] : [])])
  const x = scale([0, seconds], [0, INNER_WIDTH])
  const y = scale(range, [HEIGHT, 0])
  const others = tempo?.alternatives ?? []
  const shown = others.filter(bpm => bpm >= range[0] && bpm <= range[1])
  const beyond = others.filter(bpm => !shown.includes(bpm))
  return figureOf(
    {
      id: 'tempo',
      title: 'Tempo, BPM',
      description: describe(found, curve.length - curve.filter(({ bpm }) => bpm > 0).length, beyond),
      height: HEIGHT,
      across: { from: 0, to: seconds, ticks: timeTicks(seconds) },
      up: valueTicks(range[0], range[1], 5).map(bpm => ({ y: y(bpm), text: bpmText(bpm) })),
      inner: `${gaps(stretches, x)}<path class="curve" d="${line(stretches, x, y)}"/>`,
      outer: shown.map(bpm => otherReading(y(bpm), bpm)).join('') + (tempo ? chosen(y(tempo.bpm), tempo.bpm) : ''),
    },
    legendOf(tempo, shown.length > 0, found.length < stretches.length),
  )
}

/** The one in the middle of a group; no beat when most have none. */
function typical(group: readonly Stretch[]): Stretch {
  return { at: median(group.map(({ at }) => at)), bpm: median(group.map(({ bpm }) => bpm)) }
}

function rangeOf(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const margin = Math.max(LEAST_REACH - (most - least) / 2, 0.08 * (most - least))
  return [Math.max(0, least - margin), most + margin]
}

/** Broken where there is no beat; a stretch alone is a dot. */
function line(stretches: readonly Stretch[], x: Scale, y: Scale): string {
  return stretches
    .map(({ at, bpm }, i) => {
      if (bpm <= 0) return ''
      const place = `${coordinate(x(at))} ${coordinate(y(bpm))}`
      if ((stretches[i - 1]?.bpm ?? 0) > 0) return `L${place}`
      return (stretches[i + 1]?.bpm ?? 0) > 0 ? `M${place}` : `M${place}h0.1`
    })
    .join('')
}

/** Shaded from halfway to the neighbour on each side; neighbours without a beat are one piece. */
function gaps(stretches: readonly Stretch[], x: Scale): string {
  const edge = (i: number) => ((stretches[i - 1]?.at ?? x.from) + (stretches[i]?.at ?? x.to)) / 2
  const pieces: string[] = []
  for (let first = 0; first < stretches.length; first += 1) {
    if ((stretches[first]?.bpm ?? 0) > 0) continue
    let end = first
    while (stretches[end]?.bpm === 0) end += 1
    const start = x(first === 0 ? x.from : edge(first))
    const width = x(end === stretches.length ? x.to : edge(end)) - start
    pieces.push(`<rect class="gap" x="${coordinate(start)}" width="${coordinate(width)}" y="0" height="${HEIGHT}"/>`)
    first = end
  }
  return pieces.join('')
}

const chosen = (y: number, bpm: number) =>
  `${level(y, 'chosen')}<text class="note" x="100%" dx="-4" y="${coordinate(y)}" dy="-5" text-anchor="end">${bpmText(bpm)}</text>`

/** Named at the other end, for it may lie close to the chosen one. */
const otherReading = (y: number, bpm: number) =>
  `${level(y, 'other')}<text class="note" x="0" dx="4" y="${coordinate(y)}" dy="-5">${bpmText(bpm)}</text>`

const level = (y: number, className: string) =>
  `<line class="${className}" x1="0" x2="100%" y1="${coordinate(y)}" y2="${coordinate(y)}"/>`

function describe(found: readonly Stretch[], without: number, beyond: readonly number[]): string {
  const values = found.map(({ bpm }) => bpm)
  const [least, most] = [bpmText(Math.min(...values)), bpmText(Math.max(...values))]
  const span = least === most ? `${least} BPM throughout.` : `Stretches lie between ${least} and ${most} BPM.`
  const gap = without === 0 ? '' : ` ${without} ${without === 1 ? 'stretch has' : 'stretches have'} no beat.`
  const off = beyond.length > 0 ? ` Off the chart, as nothing lies near: ${beyond.map(bpmText).join(' and ')} BPM.` : ''
  return span + gap + off
}

function legendOf(tempo: Tempo | undefined, others: boolean, gap: boolean): LegendEntry[] {
  return [
    { className: 'curve', text: 'measured stretch by stretch' },
    ...(tempo ? [{ className: 'chosen', text: `chosen: ${bpmText(tempo.bpm)} BPM` }] : []),
    ...(others ? [{ className: 'other', text: 'other reading' }] : []),
    ...(gap ? [{ className: 'gap-sample', text: 'no beat' }] : []),
  ]
}
