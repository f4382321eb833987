// A page whose blocks the program writes, as it is read.

import { expect, it } from 'vitest'
import { Environment } from '../../../src/errors.ts'
import type { Notion } from '../../../src/notion/client.ts'
import { openPagePort } from '../../../src/notion/page-port.ts'

const PAGE = '00000000-0000-4000-8000-000000000001'

/** A page of so many lists of blocks. */
function pageOf(lists: number) {
  let asked = 0
  const list = async () => {
    asked += 1
    const results = [{ id: `block ${asked}`, type: 'divider' }]
    return { results, next_cursor: asked < lists ? `after ${asked}` : null }
  }
  const client = { blocks: { children: { list } } }
  const notion = { repeatable: (work: (given: typeof client) => Promise<unknown>) => work(client) }
  return openPagePort(notion as unknown as Notion, PAGE)
}

it('is read to its end, list by list', async () => {
  expect(await pageOf(30).children()).toHaveLength(30)
})

it('is refused when it has more: what is not read would look as if it had been thrown away', async () => {
  const fault: unknown = await pageOf(31)
    .children()
    .catch(error => error)
  expect(fault).toBeInstanceOf(Environment)
  expect(fault).toMatchObject({ fields: { page: PAGE }, message: expect.stringMatching(/more than 3,000 blocks/) })
})
