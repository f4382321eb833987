// Attributes of tags, `icon="💡" color="red_bg"`, and the names of colours in them.

import { COLORS } from '../values/rich-text.ts'

/** Matches the attributes of a tag, each with the space before it. */
export const ATTRIBUTES = String.raw`((?:\s+[\w-]+="[^"]*")*)\s*`

export function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
}

/** With a space before each; those without a value are left out. */
export function writeAttributes(values: Record<string, string | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${quotable(value)}"`))
    .join('')
}

/** `red_bg` for the API's `red_background`; undefined for the default colour. */
export function colorName(color: unknown): string | undefined {
  if (typeof color !== 'string' || color === 'default') return undefined
  return color.replace(/_background$/, '_bg')
}

/** The API's name of a colour that is not the default; undefined when there is no such colour. */
export function readColor(name: string | undefined): string | undefined {
  const [base = '', ground] = (name ?? '').split(/_(?=bg$|background$)/)
  const isKnown = base !== 'default' && COLORS.some(color => color === base)
  if (!isKnown) return undefined
  return ground === undefined ? base : `${base}_background`
}

/** A quote or a line's end would end the attribute; in an address its percent form means the same. */
const quotable = (value: string) => value.replaceAll(/["\r\n]/g, encodeURIComponent)
