// The kinds of settings: what a person may write for each, and what becomes of it.

import { z } from 'zod'
import { isCronPattern } from './due.ts'
import { toPageId } from './page-id.ts'

export const text = () => z.string().trim().min(1)
export const flag = (value: boolean) =>
  z
    .string()
    .default(String(value))
    .transform((word, context) => {
      if (/^(true|1|yes|on)$/i.test(word.trim())) return true
      if (/^(false|0|no|off)$/i.test(word.trim())) return false
      context.addIssue({ code: 'custom', message: 'expected true or false' })
      return z.NEVER
    })
export const wholeNumber = (value: number, least: number, most: number) =>
  z.coerce
    .number(`expected a whole number from ${least} to ${most}`)
    .int(`expected a whole number from ${least} to ${most}`)
    .min(least, `expected a whole number from ${least} to ${most}`)
    .max(most, `expected a whole number from ${least} to ${most}`)
    .default(value)
export const decimal = (least: number, most: number) =>
  z.coerce
    .number(`expected a number from ${least} to ${most}`)
    .min(least, `expected a number from ${least} to ${most}`)
    .max(most, `expected a number from ${least} to ${most}`)
    .optional()
const wordsIn = (text: string) => text.split(',').flatMap(word => word.trim() || [])
export const list = (value: string) => z.string().default(value).transform(wordsIn)
/** `none`, or some of these. */
export const someOf = <T extends string>(names: readonly [T, ...T[]]) =>
  text()
    .transform(wordsIn)
    .transform(words => (words.join() === 'none' ? [] : words))
    .pipe(z.array(z.enum(names, `expected none or a list of ${names.join(', ')}`)))
    .optional()
/** Some of these, at least one. */
export const listOf = <T extends string>(names: readonly [T, ...T[]]) =>
  text()
    .transform(wordsIn)
    .pipe(
      z
        .array(z.enum(names, `expected a list of ${names.join(', ')}`))
        .min(1, `expected at least one of ${names.join(', ')}`),
    )
    .optional()
export const databaseId = () =>
  z
    .string()
    .transform((word, context) => {
      const id = toPageId(word)
      if (id) return id
      context.addIssue({ code: 'custom', message: 'expected 32 hex digits (dashes allowed) or a Notion URL' })
      return z.NEVER
    })
    .optional()
export const serviceUrl = (value: string) =>
  z.url({ protocol: /^https?$/, error: 'expected an http or https address' }).default(value)
/** An address of this machine, which nothing leaves. */
export const loopbackUrl = (value: string) =>
  z
    .string()
    .refine(
      isLoopbackUrl,
      'expected an address of this machine without anything behind it, such as http://127.0.0.1:41595',
    )
    .default(value)
export const cronPattern = () =>
  z.string().refine(isCronPattern, 'expected five cron fields such as 0 */6 * * *').optional()

function isLoopbackUrl(word: string): boolean {
  if (!URL.canParse(word)) return false
  const { protocol, hostname, pathname, search, hash, username } = new URL(word)
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
  return protocol === 'http:' && isHere && `${username}${search}${hash}` === '' && pathname === '/'
}
