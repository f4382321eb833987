// Asks for the token where the program wants one in the middle of it; what is shown stays.

import { signIn, wordsOf } from './api.js'
import { byId, h, show } from './dom.js'

export function askToken() {
  const dialog = /** @type {HTMLDialogElement} */ (byId('sign-in'))
  if (dialog.open) return
  const token = h('input', {
    type: 'password',
    class: 'field',
    id: 'token',
    name: 'token',
    autocomplete: 'current-password',
    required: true,
  })
  const says = h('p', { class: 'bad', role: 'alert' })
  const form = h(
    'form',
    {},
    h('input', { type: 'text', name: 'username', value: 'dashboard', autocomplete: 'username', hidden: true }),
    h('h2', { id: 'sign-in-title' }, 'Sign in'),
    h('p', {}, h('label', { for: 'token' }, 'Token of this dashboard')),
    token,
    says,
    h('p', { class: 'quiet small' }, 'It stands as DASHBOARD_TOKEN in the program’s .env.'),
    h('div', { class: 'buttons' }, h('button', { class: 'button main' }, 'Sign in')),
  )
  form.addEventListener('submit', async event => {
    event.preventDefault()
    try {
      await signIn(token.value)
      dialog.close()
      dispatchEvent(new Event('signed-in'))
    } catch (error) {
      show(says, wordsOf(error))
      token.select()
    }
  })
  show(dialog, form)
  dialog.showModal()
}
