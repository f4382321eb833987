// Reading a request's values; a wrong one is refused with Notion's wording and its place in the request.

import { toPageId } from '../../model/page-id.ts'
import { notAsExpected } from './api-error.ts'

export type Json = Record<string, unknown>

/** Longest array, option name and URL that Notion takes. */
const MAX_ITEMS = 100

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function objectAt(value: unknown, path: string): Json {
  if (value === undefined) throw notAsExpected(path, 'defined', value)
  if (!isObject(value)) throw notAsExpected(path, 'an object', value)
  return value
}

export function arrayAt(value: unknown, path: string, max = MAX_ITEMS): unknown[] {
  if (value === undefined) throw notAsExpected(path, 'defined', value)
  if (!Array.isArray(value)) throw notAsExpected(path, 'an array', value)
  if (value.length > max) throw notAsExpected(`${path}.length`, `≤ \`${max}\``, value.length)
  return value
}

export function stringAt(value: unknown, path: string, max = Number.POSITIVE_INFINITY): string {
  if (value === undefined) throw notAsExpected(path, 'defined', value)
  if (typeof value !== 'string') throw notAsExpected(path, 'a string', value)
  if (value.length > max) throw notAsExpected(`${path}.length`, `≤ \`${max}\``, value.length)
  return value
}

export function booleanAt(value: unknown, path: string): boolean {
  if (value === undefined) throw notAsExpected(path, 'defined', value)
  if (typeof value !== 'boolean') throw notAsExpected(path, 'a boolean', value)
  return value
}

export function numberAt(value: unknown, path: string): number {
  if (value === undefined) throw notAsExpected(path, 'defined', value)
  if (typeof value !== 'number' || !Number.isFinite(value)) throw notAsExpected(path, 'a number', value)
  return value
}

/** An id with or without dashes, in any case. @returns the dashed lower-case form */
export function uuidAt(value: unknown, path: string): string {
  const text = stringAt(value, path)
  const id = /^[0-9a-f-]+$/i.test(text) ? toPageId(text) : undefined
  if (!id) throw notAsExpected(path, 'a valid uuid', value)
  return id
}

export function oneOfAt<T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
  const found = allowed.find(each => each === value)
  if (found === undefined) throw notAsExpected(path, allowed.map(each => `\`"${each}"\``).join(' or '), value)
  return found
}

export function onlyKeys(value: Json, allowed: readonly string[], path: string): void {
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined && !allowed.includes(key))
      throw notAsExpected(`${path}.${key}`, 'not present', value[key])
  }
}
