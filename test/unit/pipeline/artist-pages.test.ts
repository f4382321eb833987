import { describe, expect, it } from 'vitest'
import { Environment } from '../../../src/errors.ts'
import { silentLog } from '../../../src/log.ts'
import type { ArtistTable } from '../../../src/notion/artists.ts'
import { artistPages, linkTo } from '../../../src/pipeline/artist-pages.ts'
import type { Tools } from '../../../src/tools.ts'

interface World {
  /** Names that have pages. */
  known?: readonly string[]
  /** Names that services list. */
  learned?: readonly string[]
  fault?: Error
  parkedUntil?: number
  wrote?: readonly string[]
}

function openWorld({ known = [], learned = [], fault, parkedUntil, wrote }: World) {
  const asked: string[] = []
  const artists = {
    known: async (names: readonly string[]) => {
      asked.push(`known ${names.join(' | ')}`)
      if (fault) throw fault
      return new Set(names.filter(name => known.includes(name)))
    },
    findOrCreate: async ({ name }: { name: string }) => {
      asked.push(name)
      return { id: `page of ${name}`, name }
    },
  }
  const tools = {
    artists: async () => artists as unknown as ArtistTable,
    lanes: { parkedUntil: () => parkedUntil },
    artistNames: { has: (name: string) => learned.includes(name) },
    outbox: { wrote: () => wrote },
  } as unknown as Tools
  return { asked, tools }
}

const pages = (
  tools: Tools,
  row: { artistIds?: readonly string[] } = { artistIds: [] },
  names: { artist?: string; title?: string } = { artist: 'Above & Beyond feat. Ada Low' },
) => artistPages({ tools, log: silentLog, signal: new AbortController().signal }, { id: 'row', ...row }, names)

describe('the pages of a row’s artists', () => {
  it('are asked for once, all names together', async () => {
    const { tools, asked } = openWorld({ known: ['Above & Beyond'] })
    expect(await pages(tools)).toEqual(['page of Above & Beyond', 'page of Ada Low'])
    expect(asked).toEqual(['known Above & Beyond | Above | Beyond | Ada Low', 'Above & Beyond', 'Ada Low'])
  })

  it('that services list as one are made; a text that may be several names leads nowhere', async () => {
    const sure = openWorld({ learned: ['Above & Beyond'] })
    expect(await pages(sure.tools)).toEqual(['page of Above & Beyond', 'page of Ada Low'])
    expect(await pages(openWorld({}).tools)).toEqual([])
  })

  it.each([
    ['the row has some', {}, { artistIds: ['mine'] }],
    ['there is no column', {}, {}],
    ['a person took ours out', { wrote: ['page'] }, { artistIds: [] }],
    ['Notion wants a pause', { parkedUntil: 1 }, { artistIds: [] }],
  ])('%s: nobody is asked', async (_why, world, row) => {
    const { tools, asked } = openWorld(world)
    expect(await pages(tools, row)).toEqual([])
    expect(asked).toEqual([])
  })

  it('names of nobody, and no database: nobody is asked', async () => {
    const { tools, asked } = openWorld({})
    expect(await pages(tools, undefined, { artist: 'Various Artists', title: 'A' })).toEqual([])
    expect(await pages({ ...tools, artists: undefined })).toEqual([])
    expect(asked).toEqual([])
  })

  it('a database that does not fit stops no track, a mistake of ours does', async () => {
    expect(await pages(openWorld({ fault: new Environment('it does not fit') }).tools)).toEqual([])
    await expect(pages(openWorld({ fault: new TypeError('oops') }).tools)).rejects.toThrow('oops')
  })

  it('none are no write', () => {
    expect(linkTo([])).toEqual({})
    expect(linkTo(['a'])).toEqual({ artists: { how: 'options', add: ['a'], remove: [] } })
  })
})
