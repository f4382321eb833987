import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { API_DESCRIPTION } from './clients.ts'
import { openDescription } from './openapi.ts'
import { type Json, OPERATIONS, type OperationName, wireOf } from './operations.ts'
import { runScript } from './script.ts'

const headers = { authorization: 'Bearer local', 'notion-version': '2025-09-03', 'content-type': 'application/json' }

describe("Notion's API description", () => {
  it.skipIf(!existsSync(API_DESCRIPTION))('fits every answer (needs npm ci --prefix test/conformance)', async () => {
    const workspace = openWorkspace({ file: ':memory:' })
    const checkOf = openDescription()
    const faults: string[] = []
    const checked = new Set<string>()
    async function run(name: OperationName, args: Json = {}): Promise<Json> {
      const { method, path, body } = wireOf(name, args)
      const init = { method, headers, body: body && JSON.stringify(body) }
      const response = await workspace.fetch(`http://workspace/${path}`, init)
      const answer = (await response.json()) as Json
      const fault = checkOf(name, response.status)?.(answer)
      if (fault) faults.push(`${name} ${response.status}: ${fault}`)
      checked.add(name)
      if (!response.ok) throw new Error(String(answer.message))
      return answer
    }
    await runScript(run, { database: workspace.ids.tracks })
    workspace.close()
    expect(faults).toEqual([])
    expect([...checked].toSorted()).toEqual(Object.keys(OPERATIONS).toSorted())
  })

  it.skipIf(!existsSync(API_DESCRIPTION))('can find a fault (needs npm ci --prefix test/conformance)', () => {
    const check = openDescription()('retrieve-page-markdown', 200)
    expect(check?.({ object: 'page_markdown', id: 'no uuid', markdown: 1 })).toMatch(/markdown must be string/)
  })
})
