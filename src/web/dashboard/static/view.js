// What every view is, and how one shows what it asked for.

/** @import { Now } from '../api.ts' */
/** @import { Asked } from './route.js' */

/**
 * @typedef {object} View
 * @property {string} title
 * @property {HTMLElement} node
 * @property {(asked: Asked) => void | Promise<void>} open the address says so; also when what it shows may be old
 * @property {(now: Now) => void} [now]
 */

export {}
