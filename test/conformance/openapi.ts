// Answers checked against Notion's own API description.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { API_DESCRIPTION } from './clients.ts'

const Described = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.unknown(),
})
const Operation = z.object({
  operationId: z.string(),
  responses: z.record(
    z.string(),
    z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })).optional() }),
  ),
})

type Check = (value: unknown) => string | undefined

/** Checks by operation and status; undefined when the description says nothing of them. */
export function openDescription(): (operation: string, status: number) => Check | undefined {
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020')
  const addFormats = createRequire(import.meta.url)('ajv-formats')
  const description = Described.parse(JSON.parse(readFileSync(API_DESCRIPTION, 'utf8')))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'notion', components: description.components })
  const schemas = new Map<string, Check>()
  for (const method of Object.values(description.paths).flatMap(path => Object.values(path))) {
    const operation = Operation.safeParse(method).data
    for (const [status, { content }] of Object.entries(operation?.responses ?? {})) {
      const schema = content?.['application/json']?.schema
      if (schema) schemas.set(`${operation?.operationId} ${status}`, compiled(schema))
    }
  }
  return (operation, status) => schemas.get(`${operation} ${status}`)

  function compiled(schema: unknown): Check {
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"notion#/components')))
    return value => (validate(value) ? undefined : ajv.errorsText(validate.errors))
  }
}
