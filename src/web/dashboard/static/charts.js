// The figures: what was done each day, what it cost, and what music it is.

/** @import { Charts } from '../api.ts' */

import { isDropped, questions } from './api.js'
import { requestsFigure, successFigure, tracksFigure } from './chart-days.js'
import { stagesFigure } from './chart-stages.js'
import { tempoFigure } from './chart-tempo.js'
import { keysFigure } from './chart-wheel.js'
import { h, show } from './dom.js'
import { counted } from './format.js'
import { broken, loading } from './pieces.js'
import { here, refined } from './route.js'

const TIMES = { 7: 'a week', 30: '30 days', 90: '90 days', 365: 'a year' }
const DEFAULT_DAYS = '30'

/** @returns {import('./view.js').View} */
export function chartsView() {
  const ask = /** @type {ReturnType<typeof questions<Charts>>} */ (questions())
  const head = h('h1', {}, 'Charts')
  const under = h('p')
  const chips = h('nav', { class: 'chips', 'aria-label': 'Time' })
  const all = h('div', { class: 'charts', id: 'charts' }, loading())
  /** @param {import('./route.js').Asked} asked */
  async function open({ days = DEFAULT_DAYS }) {
    show(
      chips,
      ...Object.entries(TIMES).map(([count, says]) =>
        h('a', { class: 'chip', href: refined({ days: count }), 'aria-current': count === days && 'true' }, says),
      ),
    )
    try {
      const charts = await ask('/api/charts', { days })
      show(head, headOf(charts))
      show(under, `Days of ${charts.zone}. Tempo and key are of all tracks that are known.`)
      show(
        all,
        ...[tracksFigure, successFigure, stagesFigure, requestsFigure, tempoFigure, keysFigure].map(make =>
          make(charts),
        ),
      )
    } catch (error) {
      if (!isDropped(error))
        show(
          all,
          broken(error, () => open(here().asked)),
        )
    }
  }
  return { title: 'Charts', node: h('div', {}, h('div', { class: 'lead' }, head, under), chips, all), open }
}

/** @param {Charts} charts */
function headOf({ days }) {
  const done = days.reduce((sum, day) => sum + day.done, 0)
  return `${counted(done, 'track')} in ${counted(days.length, 'day')}`
}
