import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadHandlers } from '../../../src/orchestrator/load-handlers.ts'

const zod = import.meta.resolve('zod')
const handler = (name: string, more = '') =>
  `import { z } from '${zod}'
   export default { name: '${name}', describe: 'a test', input: z.object({}), timeoutMs: 1000, run: async () => ({}), ${more} }`

async function load(files: Record<string, string>) {
  const dir = await mkdtemp(join(tmpdir(), 'handlers-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content)
  return loadHandlers(dir)
}

describe('handlers from a folder', () => {
  it('loads the good ones in their order and refuses the broken ones by name', async () => {
    const { handlers, refused } = await load({
      'good.ts': handler('good', 'order: 90'),
      'first.ts': handler('first', 'order: 1'),
      'broken.ts': 'export default {{{',
      'empty.ts': 'export const name = "empty"',
      'other.ts': handler('good-too'),
      'shouting.ts': handler('SHOUTING'),
      'throws.ts': 'throw new Error("at load:\\nmore")',
      'no-run.ts': handler('no-run', 'run: undefined'),
      'no-schema.ts': handler('no-schema', 'input: {}'),
      'lost.ts': 'import "./not-there.ts"\nexport default {}',
      'types.d.ts': 'nonsense',
      'notes.txt': 'nonsense',
    })
    expect(handlers.map(({ name }) => name)).toEqual(['first', 'good'])
    const reasons = Object.fromEntries(refused.map(({ file, reason }) => [file, reason]))
    expect(Object.keys(reasons).sort()).toEqual(
      ['broken', 'empty', 'lost', 'no-run', 'no-schema', 'other', 'shouting', 'throws'].map(name => `${name}.ts`),
    )
    expect(reasons).toMatchObject({
      'empty.ts': 'it has no default export',
      'other.ts': 'its name is "good-too", the file should be good-too.ts',
      'throws.ts': 'at load:',
      'no-run.ts': 'run: run is a function',
      'no-schema.ts': 'input: input is a zod schema',
      'shouting.ts': 'name: the name is lower-case words with dashes',
    })
    for (const reason of Object.values(reasons)) expect(reason).toMatch(/^.+$/)
  })
})
