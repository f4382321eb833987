// Finds the handlers: every handlers/*.ts. A broken one is refused by name and the rest go on.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { messageOf } from '../errors.ts'
import type { Handler } from '../handler.ts'

export interface LoadedHandlers {
  /** In the order they are asked. */
  handlers: readonly Handler[]
  refused: readonly { file: string; reason: string }[]
}

const isFunction = (value: unknown) => typeof value === 'function'
const Shape = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'the name is lower-case words with dashes'),
  describe: z.string().min(1),
  order: z.number().optional(),
  match: z.custom(value => value === undefined || isFunction(value), 'match is a function').optional(),
  input: z.custom(value => value instanceof z.ZodType, 'input is a zod schema'),
  timeoutMs: z.number().positive(),
  run: z.custom(isFunction, 'run is a function'),
})

export async function loadHandlers(dir: string): Promise<LoadedHandlers> {
  const handlers: Handler[] = []
  const refused: { file: string; reason: string }[] = []
  const files = (await readdir(dir)).filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts')).sort()
  for (const file of files) {
    try {
      const handler = await loadHandler(join(dir, file), file)
      if (handlers.some(other => other.name === handler.name))
        throw new Error(`there is already a handler "${handler.name}"`)
      handlers.push(handler)
    } catch (error) {
      refused.push({ file, reason: messageOf(error).split('\n')[0] ?? '' })
    }
  }
  handlers.sort((a, b) => (a.order ?? 50) - (b.order ?? 50) || a.name.localeCompare(b.name))
  return { handlers, refused }
}

async function loadHandler(path: string, file: string): Promise<Handler> {
  const module: { default?: unknown } = await import(pathToFileURL(path).href)
  const parsed = Shape.safeParse(module.default)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(
      module.default === undefined
        ? 'it has no default export'
        : `${issue?.path.join('.') || 'default export'}: ${issue?.message}`,
    )
  }
  const handler = module.default as Handler // its shape was just checked
  if (`${handler.name}.ts` !== file)
    throw new Error(`its name is "${handler.name}", the file should be ${handler.name}.ts`)
  return handler
}
