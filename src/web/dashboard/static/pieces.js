// Small pieces that several views show.

import { bdi, h, s } from './dom.js'
import { clock } from './format.js'
import { refined } from './route.js'

/** @import { Child } from './dom.js' */
/** @import { RunOutcome, TrackState } from '../api.ts' */

/**
 * @param {string} title
 * @param {Child} [beside]
 * @param {...Child} children
 */
export const part = (title, beside, ...children) =>
  h('section', { class: 'part' }, h('h2', {}, title, beside && h('span', { class: 'count' }, beside)), ...children)

/** @param {...Child} children what to do to see something here */
export const empty = (...children) => h('p', { class: 'empty' }, ...children)

/** A bar. @param {number} share 0 to 1 @param {string} name for ears @param {string} [more] classes */
export function meter(share, name, more = '') {
  const part = Math.min(1, Math.max(0, share))
  return s(
    'svg',
    {
      class: `meter ${more}`,
      viewBox: '0 0 100 4',
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': `${name}: ${Math.round(part * 100)} %`,
    },
    s('rect', { width: part * 100, height: 4 }),
  )
}

/** @type {Record<TrackState | RunOutcome, 'good' | 'wait' | 'bad' | 'quiet'>} */
const MOODS = {
  running: 'good',
  queued: 'quiet',
  later: 'wait',
  waiting: 'wait',
  review: 'bad',
  failed: 'bad',
  'set aside': 'bad',
  ignored: 'quiet',
  done: 'good',
  skipped: 'quiet',
  retry: 'wait',
  blocked: 'wait',
}

/** @param {TrackState | RunOutcome} state */
export const stateWord = state => h('span', { class: `${MOODS[state]} state-word` }, state)

/** @param {number | undefined} bpm */
export const tempo = bpm => bpm?.toFixed(1)

/** @param {number | undefined} seconds */
export const length = seconds => (seconds === undefined ? undefined : clock(seconds))

/** Only what leads to the web is a link. @param {string} address @param {string} [says] @param {string} [className] */
export function outward(address, says = address, className) {
  if (!/^https?:\/\//i.test(address)) return bdi(says)
  return h('a', { href: address, rel: 'noopener noreferrer', target: '_blank', class: className }, bdi(says))
}

/** @param {number} page @param {number} pages */
export const pager = (page, pages) =>
  pages > 1 &&
  h(
    'nav',
    { class: 'pages', 'aria-label': 'Pages' },
    page > 1 && h('a', { class: 'button', rel: 'prev', href: refined({ page: String(page - 1) }) }, 'Before'),
    h('span', {}, `${page} of ${pages}`),
    page < pages && h('a', { class: 'button', rel: 'next', href: refined({ page: String(page + 1) }) }, 'Next'),
  )

export const loading = () => h('p', { class: 'empty loading' }, 'Loading …')

/** @param {unknown} error @param {() => void} again */
export const broken = (error, again) =>
  h(
    'div',
    { class: 'empty', role: 'alert' },
    h('p', {}, `It could not be loaded. ${error instanceof Error ? error.message : String(error)}`),
    h('div', { class: 'buttons' }, h('button', { type: 'button', class: 'button', onclick: again }, 'Try again')),
  )

/** `−8.4` @param {number} value */
export const signed = value => value.toFixed(1).replace('-', '−')

/** @param {number} bytes */
export function size(bytes) {
  const step = bytes >= 1e12 ? 4 : bytes >= 1e9 ? 3 : bytes >= 1e6 ? 2 : 1
  const value = bytes / 1000 ** step
  return `${value.toFixed(value < 10 ? 1 : 0)} ${['', 'kB', 'MB', 'GB', 'TB'][step]}`
}

/** A picture that is not there leaves its place empty. @param {string} src */
export const picture = src =>
  h('img', { src, alt: '', loading: 'lazy', decoding: 'async', onerror: event => event.target.remove() })

const SAID = 120

/** @param {{ title: string, artist?: string }} track */
export const nameOf = ({ title, artist }) => `${artist ? `${artist} – ` : ''}${title}`.slice(0, SAID)
