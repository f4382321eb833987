// An order: what will happen is said first, then what the program answered.

/** @import { Act, OfferedAct } from '../api.ts' */

import { newKey, order, wordsOf } from './api.js'
import { bdi, byId, h, show } from './dom.js'

let whyNot = /** @type {string | undefined} */ ('The program has not been heard yet.')

/** @param {string | undefined} why undefined: they are taken */
export const setWhyNot = why => {
  whyNot = why
}

export const mayAct = () => whyNot === undefined

/**
 * A button, where orders are taken.
 * @param {OfferedAct} offered
 * @param {string | undefined} about the track or task, for people
 * @param {string} [more] classes
 */
export const actButton = (offered, about, more = '') =>
  mayAct() &&
  h(
    'button',
    {
      type: 'button',
      class: `button ${more}`,
      'data-act': offered.body.kind,
      onclick: () => confirmed(offered, about),
    },
    offered.says,
  )

/**
 * All of them; those that take a candidate stand beside it.
 * @param {readonly OfferedAct[]} acts
 * @param {string | undefined} about
 * @param {string} [more] classes
 */
export function actButtons(acts, about, more) {
  const buttons = acts.filter(({ body }) => body.kind !== 'candidate').map(offered => actButton(offered, about, more))
  return buttons.some(Boolean) && h('div', { class: 'buttons' }, ...buttons)
}

/** @param {OfferedAct} offered @param {string | undefined} about */
function confirmed({ says, body }, about) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('ask'))
  const key = newKey()
  const answer = h('p', { role: 'status', class: 'answer' })
  const go = h('button', { type: 'button', class: 'button main', id: 'go' }, says)
  const leave = h(
    'button',
    { type: 'button', class: 'button', id: 'leave-it', onclick: () => dialog.close() },
    'Leave it',
  )
  go.addEventListener('click', async () => {
    go.disabled = true
    try {
      const { ok, says: words } = await order(body, key)
      tell(ok, words)
      go.remove()
      show(leave, 'Close')
      leave.focus()
    } catch (error) {
      tell(false, `${wordsOf(error)} The same can be ordered again: it is done once.`)
      go.disabled = false
    }
    dispatchEvent(new CustomEvent('acted'))
  })
  const tell = (/** @type {boolean} */ ok, /** @type {string} */ words) => {
    answer.className = `answer ${ok ? 'good' : 'bad'}`
    show(answer, bdi(words))
  }
  show(
    dialog,
    h('h2', { id: 'ask-title' }, says),
    about !== undefined && h('p', {}, bdi(about, 'few-lines')),
    h('p', { class: 'quiet' }, EFFECTS[body.kind]),
    answer,
    h('div', { class: 'buttons' }, leave, go),
  )
  dialog.showModal()
  go.focus()
}

/** @type {Record<Act['kind'], string>} */
const EFFECTS = {
  retry: 'It is worked on again as soon as its turn comes. What was finished before is kept.',
  candidate: 'This recording is fetched and filed for the row, whatever the matcher thought of it.',
  ignore: 'It is left alone until you ask for it again. Its row and its files stay as they are.',
  unignore: 'It is worked on again, as any other.',
  force: 'It is worked on now, although it would be left alone.',
  pause: 'Nothing is asked of this service until you resume it. Work that needs it waits.',
  resume: 'The service is asked again. A pause that the service itself wants is kept.',
}
