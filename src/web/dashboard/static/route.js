// Where one is: the address keeps view, search and track, so that a reload or a link comes back there.

/** @typedef {Record<string, string | undefined>} Asked */

export const VIEWS = /** @type {const} */ (['now', 'tracks', 'failures', 'tasks', 'runs', 'charts'])
/** @typedef {(typeof VIEWS)[number]} ViewName */

/** @returns {{ view: ViewName, asked: Asked }} */
export function here() {
  const [name = '', query = ''] = location.hash.slice(1).split('?', 2)
  const view = VIEWS.find(known => known === name) ?? 'now'
  return { view, asked: Object.fromEntries(new URLSearchParams(query)) }
}

/** @param {ViewName} view @param {Asked} [asked] empty ones are left out */
export function addressOf(view, asked = {}) {
  const given = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return `#${view}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`
}

/** Changes what is asked for in this view, without a step back for each letter. @param {Asked} changes */
export function refine(changes) {
  const { view, asked } = here()
  history.replaceState(null, '', addressOf(view, { ...asked, ...changes }))
  dispatchEvent(new HashChangeEvent('hashchange'))
}

/** The way to the same view with other wishes. @param {Asked} changes */
export const refined = changes => addressOf(here().view, { ...here().asked, ...changes })
