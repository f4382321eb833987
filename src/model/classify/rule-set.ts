// The rules that say which handler a task goes to: their form in a file, and as they are asked.

import { z } from 'zod'
import { compilePhrase, type Lists, type Phrase } from '../phrases/phrase.ts'

/** What of a task is looked at. */
export const FIELDS = ['title', 'description', 'task type', 'next step'] as const
export type Field = (typeof FIELDS)[number]

const words = () => z.string().trim().min(1).max(300)
const phrases = () => z.array(words()).min(1).max(500)

const RuleForm = z.strictObject({
  /** What people are told. */
  name: words(),
  handler: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a handler’s name: lower-case words with dashes'),
  /** Where `any` is looked for; default: the title. */
  in: z
    .array(z.enum(FIELDS, `expected one of ${FIELDS.join(', ')}`))
    .min(1)
    .optional(),
  /** One of them stands there. */
  any: phrases().optional(),
  /** One of them stands in the title as well. */
  title: phrases().optional(),
  /** None of them stands in the title, or where `any` is looked for. */
  none: phrases().optional(),
  /** What the first link in the title, else in the description, leads to; `no`: there is none. */
  link: z.enum(['track', 'list', 'no'], 'expected track, list or no').optional(),
})
export type RuleForm = z.infer<typeof RuleForm>

export const RuleFile = z.strictObject({
  /** The rules only say what they would do. */
  shadow: z.boolean().default(false),
  /** Whether the program's own rules are asked after these. */
  shipped: z.boolean().default(true),
  /** What has the name of one of the program's own lists is added to it. */
  lists: z.record(words(), z.array(words()).max(500)).default({}),
  rules: z.array(RuleForm).max(500),
})
export type RuleFile = z.infer<typeof RuleFile>

export interface Rule {
  name: string
  handler: string
  in: readonly Field[]
  any?: readonly Phrase[]
  title?: readonly Phrase[]
  none?: readonly Phrase[]
  link?: RuleForm['link']
}

/** In the order in which they are asked. */
export type RuleSet = readonly Rule[]

/** @throws Error that names the rule and says what is wrong with it */
export function compileRules(forms: readonly RuleForm[], lists: Lists): RuleSet {
  const names = new Set<string>()
  return forms.map(form => {
    if (names.has(form.name)) throw new Error(`there are two rules "${form.name}"`)
    names.add(form.name)
    if (!form.any && !form.link) throw new Error(`the rule "${form.name}" asks for nothing: expected "any" or "link"`)
    const compiled = (part: 'any' | 'title' | 'none') =>
      form[part]?.map(source => compileIn(source, lists, `"${part}" of the rule "${form.name}"`))
    return {
      name: form.name,
      handler: form.handler,
      in: form.in ?? ['title'],
      any: compiled('any'),
      title: compiled('title'),
      none: compiled('none'),
      link: form.link,
    }
  })
}

function compileIn(source: string, lists: Lists, where: string): Phrase {
  try {
    return compilePhrase(source, lists)
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`)
  }
}
