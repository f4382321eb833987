import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadHandlers } from '../../../src/orchestrator/load-handlers.ts'

const ROOT = join(import.meta.dirname, '../../..')
const good = (name: string, more = '') => `
import { z } from '${ROOT}/node_modules/zod/index.js'
export default { name: '${name}', describe: 'd', input: z.object({}), timeoutMs: 1000, run: async () => ({ kind: 'done', text: 'ok' })${more} }`

describe('loadHandlers', () => {
  it('finds the shipped ones, in the order they are asked', async () => {
    const { handlers, refused } = await loadHandlers(join(ROOT, 'handlers'))
    expect(handlers.map(({ name }) => name)).toEqual(['track', 'music-sync', 'agent-handoff'])
    expect(refused).toEqual([])
  })

  it('finds a dropped-in one, and refuses broken ones by name while the rest go on', async () => {
    const dir = await mkdtemp(join(ROOT, 'node_modules/.handlers-'))
    const files = {
      'good.ts': good('good'),
      'early.ts': good('early', ', order: 1'),
      'syntax.ts': 'export default {',
      'nothing.ts': 'export const x = 1',
      'misnamed.ts': good('other'),
      'throws.ts': 'throw new Error("at load")',
      'no-run.ts': `import { z } from '${ROOT}/node_modules/zod/index.js'\nexport default { name: 'no-run', describe: 'd', input: z.object({}), timeoutMs: 1 }`,
      'notes.md': 'not a handler',
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
    const { handlers, refused } = await loadHandlers(dir)
    expect(handlers.map(({ name }) => name)).toEqual(['early', 'good'])
    expect(Object.fromEntries(refused.map(({ file, reason }) => [file, reason]))).toEqual({
      'syntax.ts': expect.any(String),
      'nothing.ts': 'it has no default export',
      'misnamed.ts': 'its name is "other", the file should be other.ts',
      'throws.ts': 'at load',
      'no-run.ts': 'run: run is a function',
    })
  })
})
