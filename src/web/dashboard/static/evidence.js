// Why a file is the recording that its row means, in words; and what else a search brought.

/** @import { CandidateLine, OfferedAct, TrackDetail } from '../api.ts' */

import { actButton } from './act.js'
import { bdi, h } from './dom.js'
import { percent } from './format.js'
import { length, outward, part } from './pieces.js'
import { addressOf } from './route.js'

const VERDICTS = { pass: ['good', 'yes'], fail: ['bad', 'no'], unknown: ['quiet', 'not known'] }
const JUDGED = { accept: 'It was taken', review: 'It needs your eyes', none: 'Nothing was taken' }

/** @param {TrackDetail['evidence']} evidence */
export function evidence({ link, source, match, checks, sharesWith }) {
  if (link === undefined && match === undefined && checks.length === 0 && sharesWith === undefined) return undefined
  return part(
    'Why this recording',
    undefined,
    h(
      'ul',
      { class: 'rows' },
      link !== undefined && h('li', {}, `Fetched from ${source ?? 'a link'}: `, outward(link)),
      match &&
        h(
          'li',
          {},
          h(
            'p',
            {},
            JUDGED[match.kind],
            match.score === undefined ? ': ' : ` with ${percent(match.score)}: `,
            bdi(match.because),
          ),
          reasons(match.reasons),
        ),
      sharesWith &&
        h(
          'li',
          {},
          'Another row has the same files: ',
          h('a', { href: addressOf('tracks', { track: sharesWith.id }) }, bdi(sharesWith.label)),
        ),
      ...checks.map(({ check, verdict, says }) => {
        const [mood, word] = VERDICTS[verdict]
        return h(
          'li',
          {},
          h('div', { class: 'pair' }, bdi(check), h('span', { class: `small ${mood}` }, word)),
          h('p', { class: 'small quiet' }, bdi(says)),
        )
      }),
    ),
  )
}

/**
 * @param {readonly CandidateLine[]} found
 * @param {readonly OfferedAct[]} acts those of the track
 * @param {string} label of the track
 */
export function candidates(found, acts, label) {
  if (found.length === 0) return undefined
  const takes = found.map(({ n }) => acts.find(({ body }) => body.kind === 'candidate' && body.choice === n))
  return h(
    'details',
    { class: 'part', open: takes.some(Boolean) },
    h('summary', { class: 'quiet small' }, `What the search brought: ${found.length}`),
    h(
      'ol',
      { class: 'rows candidates' },
      ...found.map((one, index) => h('li', {}, ...candidate(one), takeButton(one, takes[index], label))),
    ),
  )
}

/** @param {CandidateLine} candidate @param {OfferedAct | undefined} take @param {string} label */
function takeButton({ title }, take, label) {
  const button = take && actButton(take, `${title}, for: ${label}`)
  return button && h('div', { class: 'buttons' }, button)
}

/** @param {CandidateLine} candidate */
function candidate({ n, link, source, title, artist, uploader, seconds, score, reasons: why, veto, taken }) {
  const about = [source, uploader, length(seconds), score !== undefined && `fits by ${percent(score)}`]
  const name = outward(link, artist ? `${artist} – ${title}` : title)
  return [
    h(
      'div',
      { class: 'pair' },
      h('span', { class: 'few-lines' }, n !== undefined && `${n}. `, name),
      taken && h('span', { class: 'good small' }, 'taken'),
    ),
    h('p', { class: 'small quiet few-lines' }, bdi(about.filter(Boolean).join(' · '))),
    veto !== undefined && h('p', { class: 'small bad few-lines' }, 'Out of the question: ', bdi(veto)),
    reasons(why),
  ]
}

/** @param {readonly string[]} all */
const reasons = all => all.length > 0 && h('p', { class: 'small quiet few-lines' }, bdi(all.join(', ')))
