// Figures of each day: tracks, their success, Notion's requests for each.

/** @import { Charts } from '../api.ts' */
/** @import { Value } from './chart.js' */

import { drawing, figure, label, roundUp } from './chart.js'
import { s } from './dom.js'
import { counted, percent } from './format.js'

const [WIDTH, HEIGHT] = [420, 236]
const PLOT = { left: 46, top: 10, width: 368, height: 196 }
const NO_WORK = 'Nothing has ended in this time. Add a row in Notion with a link, and a bar comes here.'

/** @param {Charts} charts */
export function tracksFigure({ days }) {
  const worked = days.some(({ done, failed }) => done + failed > 0)
  const most = roundUp(Math.max(1, ...days.map(({ done, failed }) => done + failed)))
  const values = worked
    ? days.map(({ day, done, failed, skipped }, index) =>
        column(
          days.length,
          index,
          most,
          [done, failed],
          day,
          `${dayWords(day)}: ${done} done, ${failed} failed, ${skipped} skipped`,
        ),
      )
    : []
  return figure({
    title: 'Tracks of each day',
    note: 'In colour: done. Above it: failed.',
    drawing: frame(
      days,
      values,
      [most, most / 2].map(level => [level, level / most, number(level)]),
    ),
    values,
    head: ['Day', 'Done', 'Failed', 'Skipped'],
    rows: days
      .toReversed()
      .map(({ day, done, failed, skipped }) => [dayWords(day), String(done), String(failed), String(skipped)]),
    empty: NO_WORK,
  })
}

/** @param {Charts} charts */
export function successFigure({ days, successRate }) {
  const known = days.map(({ done, failed }) => (done + failed > 0 ? done / (done + failed) : undefined))
  const values = known.some(rate => rate !== undefined)
    ? known.map((rate, index) => point(days.length, index, rate, days[index]?.day ?? '', days[index]))
    : []
  const svg = frame(days, values, [
    [1, 1, '100 %'],
    [0.5, 0.5, '50 %'],
  ])
  const line = s('path', { class: 'curve', d: pathOf(known) })
  svg.insertBefore(line, svg.querySelector('.value'))
  return figure({
    title: `Success rate${successRate === undefined ? '' : `: ${percent(successRate)}`}`,
    note: 'Done, of all that were done or failed.',
    drawing: svg,
    values,
    head: ['Day', 'Success'],
    rows: days.map(({ day }, index) => [dayWords(day), rateWords(known[index])]).toReversed(),
    empty: NO_WORK,
  })
}

/** @param {Charts} charts */
export function requestsFigure({ days, requestsPerTrack }) {
  const each = days.map(({ requests, done }) => (done > 0 ? requests / done : 0))
  const most = roundUp(Math.max(1, ...each))
  const values = each.some(count => count > 0)
    ? days.map(({ day, requests, done }, index) =>
        column(
          days.length,
          index,
          most,
          [each[index] ?? 0],
          day,
          `${dayWords(day)}: ${done > 0 ? `${number(each[index] ?? 0)} requests for each track, ` : ''}${counted(requests, 'request')}, ${counted(done, 'track')}`,
        ),
      )
    : []
  return figure({
    title: `Notion requests for a track${requestsPerTrack === undefined ? '' : `: ${number(requestsPerTrack)}`}`,
    note: 'All requests of a day, over the tracks that were done.',
    drawing: frame(
      days,
      values,
      [most, most / 2].map(level => [level, level / most, number(level)]),
    ),
    values,
    head: ['Day', 'Requests', 'Tracks'],
    rows: days.toReversed().map(({ day, requests, done }) => [dayWords(day), String(requests), String(done)]),
    empty: 'No track was done in this time.',
  })
}

/** @param {Charts['days']} days @param {readonly Value[]} values @param {readonly (readonly [number, number, string] | (string | number)[])[]} levels */
function frame(days, values, levels) {
  const bottom = PLOT.top + PLOT.height
  const grid = levels.flatMap(([, share, says]) => {
    const y = bottom - Number(share) * PLOT.height
    return [
      s('path', { class: 'line', d: `M${PLOT.left} ${y}h${PLOT.width}` }),
      label(PLOT.left - 6, y + 4, String(says), 'end'),
    ]
  })
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  return drawing(
    WIDTH,
    HEIGHT,
    ...grid,
    s('path', { class: 'line', d: `M${PLOT.left} ${bottom}h${PLOT.width}` }),
    label(PLOT.left, bottom + 18, first ? dayWords(first) : ''),
    label(PLOT.left + PLOT.width, bottom + 18, last ? dayWords(last) : '', 'end'),
    ...values.map(({ mark }) => mark),
  )
}

/**
 * @param {number} count @param {number} index @param {number} most
 * @param {readonly number[]} parts from the ground up @param {string} day @param {string} says
 * @returns {Value}
 */
function column(count, index, most, parts, day, says) {
  const step = PLOT.width / count
  const x = PLOT.left + index * step
  let y = PLOT.top + PLOT.height
  const bars = parts.map((part, at) => {
    const height = (part / most) * PLOT.height
    y -= height
    return s('rect', { class: `bar ${at > 0 ? 'fails' : ''}`, x: x + step * 0.12, y, width: step * 0.76, height })
  })
  return { label: day, says, mark: s('g', { class: 'value' }, touch(x, step), ...bars) }
}

/**
 * @param {number} count @param {number} index @param {number | undefined} rate @param {string} day
 * @param {Charts['days'][number] | undefined} about
 * @returns {Value}
 */
function point(count, index, rate, day, about) {
  const step = PLOT.width / count
  const x = PLOT.left + index * step
  const dot = rate !== undefined && s('circle', { class: 'bar', cx: x + step / 2, cy: heightOf(rate), r: 3 })
  const says = `${dayWords(day)}: ${rateWords(rate)}${about && rate !== undefined ? `, ${about.done} of ${about.done + about.failed}` : ''}`
  return { label: day, says, mark: s('g', { class: 'value' }, touch(x, step), dot) }
}

/** Days on which nothing ended are passed over. @param {readonly (number | undefined)[]} rates */
function pathOf(rates) {
  const step = PLOT.width / rates.length
  const places = rates.flatMap((rate, index) =>
    rate === undefined ? [] : [`${PLOT.left + (index + 0.5) * step} ${heightOf(rate)}`],
  )
  return places.length > 0 ? `M${places.join('L')}` : ''
}

/** @param {number} rate */
const heightOf = rate => PLOT.top + PLOT.height * (1 - rate)
/** @param {number} x @param {number} width */
const touch = (x, width) => s('rect', { class: 'touch', x, y: PLOT.top, width, height: PLOT.height })
/** @param {number | undefined} rate */
const rateWords = rate => (rate === undefined ? 'nothing ended' : percent(rate))
/** @param {number} value */
const number = value => value.toLocaleString('en', { maximumFractionDigits: 1 })

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** `21 Nov` @param {string} day `2026-11-21` */
const dayWords = day => {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) ? day : DAY.format(at)
}
