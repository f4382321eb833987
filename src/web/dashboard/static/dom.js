// Makes what is shown. Whatever is given becomes text, never markup.

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | undefined | ((event: any) => void)>} Given */

const SVG = 'http://www.w3.org/2000/svg'

/**
 * An element: `on…` of `given` are listeners, the rest attributes; undefined and false leave one out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Given} [given]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export const h = (name, given, ...children) => fill(document.createElement(name), given, children)

/**
 * An element of a drawing.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name
 * @param {Given} [given]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export const s = (name, given, ...children) => fill(document.createElementNS(SVG, name), given, children)

/** They let `gpj.exe` look like `exe.jpg`. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g
const UNSEEN = /^[\p{C}\p{Z}\p{M}]+$/u

/**
 * What somebody else wrote: its direction does not touch what stands beside it, and there is always something to see.
 * @param {string | undefined} text
 * @param {string} [className]
 */
export function bdi(text = '', className) {
  const seen = UNSEEN.test(text) ? 'without a name' : text.replaceAll(TURNS, '')
  return h('bdi', { class: className, dir: 'auto' }, seen)
}

/**
 * @param {Element} node
 * @param {...Child} children
 */
export const show = (node, ...children) => node.replaceChildren(...real(children))

let shown = new WeakMap()

/** Everything is drawn anew when it is shown next. */
export const forget = () => {
  shown = new WeakMap()
}

/** Whether an element shows this already; from now on it does. @param {Element} node @param {unknown} item */
export function isShown(node, item) {
  const text = JSON.stringify(item)
  const isSame = shown.get(node) === text
  shown.set(node, text)
  return isSame
}

/**
 * Keeps one element for each item, in their order. One whose item is as before stays as it is, under the hand that
 * points at it.
 * @template T
 * @param {Element} parent
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T, before: Element | undefined) => Element} make the element before, brought up to date, or a new one
 */
export function keep(parent, items, keyOf, make) {
  const before = new Map([...parent.children].map(node => [node.getAttribute('data-key'), node]))
  const kept = new Set()
  for (const item of items) {
    const key = keyOf(item)
    const known = before.get(key)
    before.delete(key)
    const node = known && isShown(known, item) ? known : make(item, known)
    if (node !== known) {
      node.setAttribute('data-key', key)
      isShown(node, item)
      known?.replaceWith(node)
    }
    const place = parent.children[kept.size] ?? null
    if (node !== place) parent.insertBefore(node, place)
    kept.add(node)
  }
  for (const node of [...parent.children]) if (!kept.has(node)) node.remove()
}

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no ${id}`)
  return found
}

/**
 * @template {Element} E
 * @param {E} node
 * @param {Given} [given]
 * @param {readonly Child[]} [children]
 */
function fill(node, given = {}, children = []) {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value)
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : String(value))
  }
  node.append(...real(children))
  return node
}

/** @param {readonly Child[]} children */
const real = children =>
  children.flatMap(child => {
    if (child === null || child === undefined || child === false) return []
    return [child instanceof Node ? child : String(child)]
  })
